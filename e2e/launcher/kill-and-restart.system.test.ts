import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { GroupName, SystemService } from '../../deploy/system/service.ts';
import { services } from '../../deploy/system/services.ts';
import { createFixture } from '../role-matrix/fixture.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../running-system.ts';
import { findProcessesOf } from './processes-of.ts';
import { runRefusedStart } from './refused-start.ts';

const all: readonly SystemService[] = services;
const flags = ['--no-demo'];
let environment: Record<string, string>;
let dataFolder: string;
let system: RunningSystem;
let invoices: string[];

before(
  async () => {
    environment = await createSystemEnvironment();
    dataFolder = environment['DATA_DIR'] ?? '';
    system = await startRunningSystem({ environment, flags });
    await createFixture(system.gatewayUrl, await system.tokenOf('admin'));
    invoices = await readInvoices();
    assert.equal(invoices.length, 1);
  },
  { timeout: 180_000 },
);
after(async () => {
  await system?.stop();
  for (const { pid } of await findProcessesOf(dataFolder)) process.kill(pid, 'SIGKILL');
});

/** The numbers of all invoices and the names of their customers, so that two subgraphs answer; none while one cannot. */
async function readInvoices(): Promise<string[]> {
  const ask = createGraphqlClient(system.gatewayUrl, await system.tokenOf('admin'));
  const { data, errors } = await ask<{
    invoices?: { edges: { node: { number: string; customer: { displayName: string } } }[] };
  }>('{ invoices { edges { node { number customer { displayName } } } } }');
  return errors.length > 0
    ? []
    : (data.invoices?.edges ?? []).map(({ node }) => `${node.number} ${node.customer.displayName}`);
}

async function waitUntilAllAreGone(): Promise<void> {
  const areGone = async () => (await findProcessesOf(dataFolder)).length === 0;
  await waitFor('every process to be gone', areGone);
}

test('says each step while it starts', () => {
  for (const step of [
    'starting with PostgreSQL and the identity provider',
    'PostgreSQL is ready',
    'gateway is ready',
  ])
    assert.match(system.errors(), new RegExp(`^ +\\d+\\.\\d s  ${step}`, 'm'));
});

/** The process that runs a group of services. */
async function findGroup(group: GroupName): Promise<number> {
  const isOfGroup = async () =>
    (await findProcessesOf(dataFolder)).find(({ command }) =>
      command.includes(`deploy/local/group.ts ${group} `),
    )?.pid;
  return waitFor(`the process ${group}`, isOfGroup);
}

async function isReady(service: SystemService): Promise<boolean> {
  const url = `http://127.0.0.1:${environment[service.port.variable]}/readyz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

const isComplete = async () => (await readInvoices()).length === invoices.length;

for (const group of ['billing', 'services', 'gateway'] satisfies GroupName[]) {
  test(`starts the services of the process ${group} again when it was killed, and nothing is lost`, async () => {
    process.kill(await findGroup(group), 'SIGKILL');
    for (const service of all.filter((one) => one.group === group))
      await waitFor(service.name, () => isReady(service), 60_000);
    await waitFor('an answer across two subgraphs', isComplete, 60_000);
    assert.deepEqual(await readInvoices(), invoices);
  });
}

test('a service that cannot start does not keep the others of its process away', async () => {
  const [product, ...others] = all
    .filter(({ group }) => group === 'services')
    .sort((one) => (one.name === 'product' ? -1 : 1));
  assert.equal(product?.name, 'product');
  const blocker = createServer();
  process.kill(await findGroup('services'), 'SIGKILL');
  await waitFor('the port of product', () => listenOn(blocker, Number(environment['PRODUCT_PORT'])));
  for (const service of others) await waitFor(service.name, () => isReady(service), 60_000);
  await waitFor('an answer of billing and customer', isComplete, 60_000);
  await waitFor('the failure', () => /product fatal: could not start/.test(system.errors()), 60_000);
  blocker.close();
  await waitFor('product', () => isReady(product), 60_000);
});

/** Listens on a port as soon as nobody else does. */
function listenOn(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}

test('leaves nothing when the launcher is killed', async () => {
  system.launcher.kill('SIGKILL');
  await once(system.launcher, 'exit');
  await waitUntilAllAreGone();
});

test('starts again on the same ports, with the data as it was', async () => {
  // With the demo, which leaves a system alone that is not empty.
  system = await startRunningSystem({ environment, flags: [] });
  assert.doesNotMatch(system.output(), /^Demo:/m);
  assert.deepEqual(await readInvoices(), invoices);
});

test('refuses a second start, by its folder and by its ports', async () => {
  const otherFolder = await mkdtemp(join(tmpdir(), 'launcher-'));
  const [sameFolder, samePorts] = await Promise.all([
    runRefusedStart(environment),
    runRefusedStart({ ...environment, DATA_DIR: otherFolder }),
  ]);
  await rm(otherFolder, { recursive: true });
  assert.equal(sameFolder.code, 1);
  assert.match(sameFolder.output, new RegExp(`Process ${system.launcher.pid} runs the system of`));
  assert.equal(samePorts.code, 1);
  assert.match(samePorts.output, new RegExp(`Port ${environment['GATEWAY_PORT']} for the gateway is in use`));
});

test('ends every process on SIGTERM and exits with 0, whatever comes after', async () => {
  const exited = once(system.launcher, 'exit');
  system.launcher.kill('SIGTERM');
  system.launcher.kill('SIGINT');
  assert.deepEqual(await exited, [0, null]);
  assert.match(system.errors(), /^Stopping \.\.\.\nStopped\.\n$/m);
  await waitUntilAllAreGone();
  // Compiled code is kept for the next start, in a folder for its release.
  const cache = join(dataFolder, 'cache', 'gateway');
  const [release = ''] = await readdir(cache);
  assert.ok((await readdir(join(cache, release))).length > 1_000);
});
