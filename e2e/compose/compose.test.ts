import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import postgres from 'postgres';
import { findFreePort } from '#platform/testing/free-port.ts';
import { startTestServer } from '#platform/testing/test-server.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { playgroundQuery, toServiceProcesses } from '../../deploy/local/processes.ts';
import { type ComposeFile, type ComposeService, hasGo, loadComposeFile } from './compose-file.ts';
import { type LocalProcess, startCommand, waitUntilOk } from './local-process.ts';
import { type Mapping, toLocalEnvironment } from './mapped-environment.ts';

const skip =
  (await hasGo()) || process.env['CI'] === 'true'
    ? false
    : 'the compose file is validated with Go, which is not on this machine';

const listening = ['customer', 'product', 'billing', 'relay', 'sink', 'statistics', 'simulator', 'gateway'];
const own = ['provision', ...listening, 'demo'];

describe('docker-compose.yml', { skip }, () => {
  let file: ComposeFile;
  before(async () => {
    file = await loadComposeFile();
  });

  function getService(name: string): ComposeService {
    const service = file.services[name];
    assert.ok(service, `There is no service ${name}.`);
    return service;
  }

  test('is refused with a key or a service that does not exist, and without a secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compose-'));
    const wrong = join(folder, 'wrong.yml');
    try {
      for (const [text, reason] of [
        ['services: {a: {image: a, colour: red}}', /services\.a\.colour/],
        ['services: {a: {image: a, depends_on: [b]}}', /undefined service "b"/],
        [`services: {a: {image: "\${NOT_GIVEN:?is missing}"}}`, /NOT_GIVEN is missing a value/],
      ] as const) {
        await writeFile(wrong, text);
        await assert.rejects(loadComposeFile(wrong), reason);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('starts the very programs that npm start starts', () => {
    const ports = {
      DATABASE_PORT: 1,
      OIDC_PORT: 2,
      CUSTOMER_PORT: 4001,
      PRODUCT_PORT: 4002,
      BILLING_PORT: 4003,
      GATEWAY_PORT: 4000,
      SINK_PORT: 4005,
      RELAY_PORT: 4006,
      SIMULATOR_PORT: 4007,
      STATISTICS_PORT: 4008,
    };
    const local = toServiceProcesses({
      ports,
      dataFolder: '',
      issuer: '',
      databaseUrls: {
        customer: '',
        product: '',
        billing: '',
        gateway: '',
        event_log: '',
        sink: '',
        statistics: '',
      },
      sessionSecret: '',
      hasPlayground: true,
      hasSimulator: true,
    });
    for (const { name, file: program, environment } of local) {
      const service = getService(name);
      assert.deepEqual(service.command, ['node', program]);
      // What the launcher tells a process, the compose file tells it too. PLAYGROUND has its default there.
      const told = Object.keys(service.environment ?? {});
      const missing = Object.keys(environment).filter((key) => key !== 'PLAYGROUND' && !told.includes(key));
      assert.deepEqual(missing, [], name);
    }
    assert.equal(getService('gateway').environment?.['PLAYGROUND_QUERY'], playgroundQuery);
  });

  test('gives its own processes no right that they do not need', () => {
    for (const name of own) {
      const service = getService(name);
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      assert.equal(service.image, getService('gateway').image, name);
    }
  });

  test('publishes the gateway, the sink and Keycloak alone, on loopback', () => {
    const published = Object.entries(file.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port.host_ip}:${port.published}`),
    );
    assert.deepEqual(published.toSorted(), [
      'gateway 127.0.0.1:4000',
      'keycloak 127.0.0.1:8080',
      'sink 127.0.0.1:4005',
    ]);
  });

  test('keeps the database to those who have a role in it, without a way out', () => {
    const inDatabase = Object.entries(file.services).filter(([, service]) => 'database' in service.networks);
    assert.deepEqual(inDatabase.map(([name]) => name).toSorted(), [
      'billing',
      'customer',
      'gateway',
      'keycloak',
      'postgres',
      'product',
      'provision',
      'relay',
      'simulator',
      'sink',
      'statistics',
    ]);
    assert.equal(file.networks['database']?.internal, true);
    assert.equal(file.networks['services']?.internal, true);
    assert.deepEqual(Object.keys(getService('postgres').networks), ['database']);
  });

  test('starts in order of health', () => {
    for (const [name, service] of Object.entries(file.services)) {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const ends = needed === 'provision';
        assert.equal(
          condition,
          ends ? 'service_completed_successfully' : 'service_healthy',
          `${name} ${needed}`,
        );
        assert.equal(getService(needed).healthcheck === undefined, ends, needed);
      }
    }
  });

  describe('its processes, with the addresses of this machine', () => {
    const running: [name: string, process: LocalProcess][] = [];
    let database: Awaited<ReturnType<typeof startTestServer>>;
    let folder: string;
    let mapping: Mapping;
    let ports: Record<string, number>;

    before(async () => {
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
        ['http://keycloak:8080', `http://127.0.0.1:${ports['keycloak']}`],
        ['http://localhost:8080', `http://localhost:${ports['keycloak']}`],
        ['http://localhost:4000', `http://localhost:${ports['gateway']}`],
        ...Object.entries({
          customer: 4001,
          product: 4002,
          billing: 4003,
          statistics: 4008,
          gateway: 4000,
        }).map(([name, port]) => [`http://${name}:${port}`, `http://127.0.0.1:${ports[name]}`] as const),
      ];
    });

    after(async () => {
      for (const [, one] of running.toReversed()) await one.stop();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    });

    /** A service's process with its very command; what listens, listens on a free port. */
    function start(name: string): LocalProcess {
      const service = getService(name);
      const portVariable = `${name.toUpperCase()}_PORT`;
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
      assert.match(
        provision.output(),
        /customer, product, billing, gateway, event_log, sink, statistics, keycloak/,
      );
    });

    test('each process answers /healthz and /readyz, and its health check says so', async () => {
      // The embedded provider is the local stand-in for Keycloak.
      const secret = getService('keycloak').environment?.['FACTURATION_SERVICE_SECRET'] ?? '';
      const identity = startCommand(['node', 'deploy/identity/main.ts'], {
        OIDC_PORT: String(ports['keycloak']),
        DATA_DIR: folder,
        FACTURATION_SERVICE_SECRET: secret,
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

    test('demo goes on where it was killed, fills the system through the gateway, and ends with 0', async () => {
      const killed = start('demo');
      const admin = postgres(database.url, { max: 1, onnotice: () => {} });
      try {
        const hasBegun = async () => (await admin`select 1 from billing.invoices limit 1`).length > 0;
        await waitFor('the first invoice', hasBegun, 30_000);
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
});
