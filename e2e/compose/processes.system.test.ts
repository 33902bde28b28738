import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import postgres from 'postgres';
import { findFreePort } from '#platform/testing/free-port.ts';
import { startTestServer } from '#platform/testing/test-server.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { contexts } from '../../deploy/system/database-roles.ts';
import { services } from '../../deploy/system/services.ts';
import {
  type ComposeFile,
  type ComposeService,
  getService as getServiceOf,
  listening,
  loadComposeFile,
  whyNoGo,
} from './compose-file.ts';
import { type LocalProcess, startCommand, waitUntilOk } from './local-process.ts';
import { type Mapping, toLocalEnvironment } from './mapped-environment.ts';

describe("the compose file's processes, with the addresses of this machine", {
  skip: await whyNoGo(),
}, () => {
  const running: [name: string, process: LocalProcess][] = [];
  let file: ComposeFile;
  let database: Awaited<ReturnType<typeof startTestServer>>;
  let folder: string;
  let mapping: Mapping;
  let ports: Record<string, number>;

  before(async () => {
    file = await loadComposeFile();
    // A server of its own: roles and their passwords belong to a server, and other tests use theirs.
    database = await startTestServer();
    folder = await mkdtemp(join(tmpdir(), 'compose-'));
    ports = {};
    for (const name of ['keycloak', ...listening]) ports[name] = await findFreePort();
    const admin = new URL(database.url);
    mapping = [
      [`facturation:replaceMeWithYourOwnSecret1@`, `${admin.username}:${admin.password}@`],
      ['@postgres:5432/facturation', `@${admin.host}${admin.pathname}`],
      ['0.0.0.0', '127.0.0.1'],
      ['/data/sink', join(folder, 'sink')],
      ['/data/documents', join(folder, 'documents')],
      ['/etc/facturation/seller.json', testSellerFile],
      ['http://keycloak:8080', `http://127.0.0.1:${ports['keycloak']}`],
      ['http://localhost:8080', `http://localhost:${ports['keycloak']}`],
      ['http://localhost:4000', `http://localhost:${ports['gateway']}`],
      ...services.map(
        ({ name, port }) => [`http://${name}:${port.default}`, `http://127.0.0.1:${ports[name]}`] as const,
      ),
    ];
  });

  after(async () => {
    for (const [, one] of running.toReversed()) await one.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const getService = (name: string): ComposeService => getServiceOf(file, name);

  /** A service's process with its very command; what listens, listens on a free port. */
  function start(name: string): LocalProcess {
    const service = getService(name);
    const portVariable = `${name.toUpperCase().replaceAll('-', '_')}_PORT`;
    const started = startCommand(service.command ?? [], {
      ...toLocalEnvironment(service, mapping),
      ...(ports[name] === undefined ? {} : { [portVariable]: String(ports[name]) }),
    });
    running.push([name, started]);
    return started;
  }

  test('provision makes schemas and roles, and ends with 0', async () => {
    const provision = start('provision');
    assert.equal(await provision.exited, 0, provision.output());
    assert.match(provision.output(), new RegExp(`${[...contexts, 'keycloak'].join(', ')}\\.`));
  });

  test('each process answers /healthz and /readyz, and its health check says so', async () => {
    // The embedded provider is the local stand-in for Keycloak.
    const keycloak = getService('keycloak').environment;
    const identity = startCommand(['node', 'deploy/identity/main.ts'], {
      OIDC_PORT: String(ports['keycloak']),
      DATA_DIR: folder,
      FACTURATION_SERVICE_SECRET: keycloak?.['FACTURATION_SERVICE_SECRET'] ?? '',
      FACTURATION_BILLING_SECRET: keycloak?.['FACTURATION_BILLING_SECRET'] ?? '',
      FACTURATION_PEOPLE_SECRET: keycloak?.['FACTURATION_PEOPLE_SECRET'] ?? '',
    });
    running.unshift(['keycloak', identity]);
    await waitUntilOk(`http://127.0.0.1:${ports['keycloak']}/healthz`, identity);

    for (const name of listening) {
      const started = start(name);
      const address = `http://127.0.0.1:${ports[name]}`;
      await waitUntilOk(`${address}/healthz`, started);
      await waitUntilOk(`${address}/readyz`, started);
      const [, ...check] = getService(name).healthcheck?.test ?? [];
      const local = check.map((part) => part.replace(/^http:\/\/127\.0\.0\.1:\d+/, address));
      const healthy = startCommand(local, {});
      assert.equal(await healthy.exited, 0, healthy.output());
    }
    const unhealthy = startCommand(
      ['node', 'deploy/compose/healthcheck.ts', 'http://127.0.0.1:1/readyz'],
      {},
    );
    assert.equal(await unhealthy.exited, 1);
  });

  test('publish gives the registry the subgraphs of this version, once', async () => {
    for (const told of [/^Published .*billing/m, /^The registry has all subgraphs\.$/m]) {
      const publish = start('publish');
      assert.equal(await publish.exited, 0, publish.output());
      assert.match(publish.output(), told);
    }
  });

  test('demo goes on where it was killed, fills the system through the gateway, and ends with 0', async () => {
    const killed = start('demo');
    const admin = postgres(database.url, { max: 1, onnotice: () => {} });
    try {
      const hasBegun = async () => (await admin`select 1 from billing.invoices limit 1`).length > 0;
      await waitFor('the first invoice', hasBegun, 60_000);
    } finally {
      await admin.end();
    }
    killed.kill();
    await killed.exited;
    const demo = start('demo');
    assert.equal(await demo.exited, 0, demo.output());
    const [, count] = /^Demo: (\d{3}) issued invoices/.exec(demo.output()) ?? [];
    assert.ok(count, demo.output());
    assert.doesNotMatch(demo.output(), /REFUSED_BY_API/);
    const again = start('demo');
    assert.equal(await again.exited, 0);
    assert.equal(again.output(), 'The demo is loaded already.\n');
  });
});
