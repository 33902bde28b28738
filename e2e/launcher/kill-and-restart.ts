import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createFixture } from '../role-matrix/fixture.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../running-system.ts';
import { findProcessesOf } from './processes-of.ts';
import { runRefusedStart } from './refused-start.ts';

// Not named as a test, as it waits for whole systems to end and start: `npm run test:launcher` names it.
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
  await waitFor('every process to be gone', areGone, 20_000);
}

test('says each step while it starts', () => {
  for (const step of [
    'starting with PostgreSQL and the identity provider',
    'PostgreSQL is ready',
    'gateway is ready',
  ])
    assert.match(system.errors(), new RegExp(`^ +\\d+\\.\\d s  ${step}`, 'm'));
});

test('starts a subgraph again that was killed, and the gateway finds it', async () => {
  const findBilling = async () =>
    (await findProcessesOf(dataFolder)).find(({ command }) => command.includes('subgraphs/billing/main.ts'));
  const killed = await findBilling();
  assert.ok(killed);
  process.kill(killed.pid, 'SIGKILL');
  const isBack = async () => {
    const { pid } = (await findBilling()) ?? killed;
    return pid !== killed.pid && (await readInvoices()).length === invoices.length;
  };
  await waitFor('billing to answer through the gateway', isBack, 30_000);
});

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
  // What Node compiled is kept for the next start, in a folder for its release.
  const cache = join(dataFolder, 'cache', 'gateway');
  const [release = ''] = await readdir(cache);
  assert.ok((await readdir(join(cache, release))).length > 1_000);
});
