import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { publishSystemSubgraphs } from '../../deploy/system/publish-subgraphs.ts';
import { endRun } from '../end-run.ts';
import { startTimedLoad, type TimedLoad } from './timed-load.ts';

const leaseSeconds = 5;
/** Requests in flight of each of the two loads, and so the most that can be in flight on one instance. */
const inFlight = 10;
/** After that time no request fails that a dead instance could have got. */
const maxFailingMs = 4_000;

const steps: (() => Promise<void>)[] = [];
const gatewayKey = randomBytes(32).toString('base64url');
let issuer: TestIssuer;
let registry: TestProcess;
let gateway: TestProcess;
let headers: { readonly authorization: string };
let startBilling: () => Promise<TestProcess>;

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'instances-'));
  steps.unshift(() => rm(folder, { recursive: true }));
  const database = await createTestDatabase('registry', 'billing');
  steps.unshift(() => database.close());
  issuer = await createTestIssuer();
  steps.unshift(() => issuer.close());
  const adminKey = randomBytes(32).toString('base64url');
  const instanceKey = randomBytes(32).toString('base64url');
  const open = async (...options: Parameters<typeof startTestProcess>) => {
    const started = await startTestProcess(...options);
    steps.unshift(async () => void (await started.terminate()));
    return started;
  };
  registry = await open({
    main: new URL('../../registry/main.ts', import.meta.url),
    portVariable: 'REGISTRY_PORT',
    environment: {
      DATABASE_URL: database.urlOf('registry'),
      REGISTRY_ADMIN_KEY: adminKey,
      REGISTRY_GATEWAY_KEY: gatewayKey,
      REGISTRY_INSTANCE_KEY: instanceKey,
    },
  });
  await publishSystemSubgraphs({ url: registry.address, key: adminKey }, AbortSignal.timeout(200_000));
  const identity = { OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: 'facturation-api' };
  startBilling = () =>
    open({
      main: new URL('../../subgraphs/billing/main.ts', import.meta.url),
      portVariable: 'BILLING_PORT',
      environment: {
        ...identity,
        DATABASE_URL: database.urlOf('billing'),
        SELLER_FILE: testSellerFile,
        FACTURATION_BILLING_SECRET: randomUUID(),
        REGISTRY_URL: registry.address,
        REGISTRY_GRAPH: 'facturation@current',
        REGISTRY_INSTANCE_KEY: instanceKey,
        INSTANCE_LEASE_SECONDS: String(leaseSeconds),
      },
    });
  gateway = await open({
    main: new URL('../../gateway/main.ts', import.meta.url),
    portVariable: 'GATEWAY_PORT',
    environment: {
      ...identity,
      NODE_ENV: 'test',
      PLAYGROUND: 'false',
      DATA_DIR: folder,
      SUPERGRAPH_FILE: 'there is no file',
      REGISTRY_URL: registry.address,
      REGISTRY_KEY: gatewayKey,
      REGISTRY_GRAPH: 'facturation@current',
      USAGE_REPORTS: 'false',
      REQUIRED_SUBGRAPHS: 'none',
      // The addresses of the supergraph are those of a developer's machine, which may run the system.
      SUBGRAPH_URL_BILLING: 'http://127.0.0.1:1/graphql',
      LOG_LEVEL: 'fatal',
    },
  });
  const token = await issuer.sign({ roles: ['BILLING_MANAGER'], subject: randomUUID(), expiresIn: 3_600 });
  headers = { authorization: `Bearer ${token}` };
});
after(() => endRun(steps));

/** The addresses of the live instances of billing, as gateways are given them. */
async function listInstances(): Promise<readonly string[]> {
  const response = await fetch(`${registry.address}/instances/facturation/current`, {
    headers: { 'x-api-key': gatewayKey },
  });
  const { subgraphs } = (await response.json()) as { subgraphs: { billing?: { url: string }[] } };
  return (subgraphs.billing ?? []).map(({ url }) => new URL(url).origin).sort();
}

async function waitForInstances(...processes: readonly TestProcess[]): Promise<void> {
  const wanted = processes
    .map(({ address }) => address)
    .sort()
    .join();
  await waitFor(`instances at ${wanted}`, async () => (await listInstances()).join() === wanted);
}

/** The number of GraphQL requests that a process has answered. */
async function countAnswers({ address }: TestProcess): Promise<number> {
  const figures = await (await fetch(`${address}/metrics`)).text();
  const pattern = /^http_request_duration_seconds_count\{[^}]*route="\/graphql"[^}]*\} (\d+)/gm;
  return Array.from(figures.matchAll(pattern), ([, count]) => Number(count)).reduce(
    (sum, one) => sum + one,
    0,
  );
}

const query = '{ invoices(first: 5) { edges { node { id } } } }';
const mutation =
  'mutation Void($input: VoidInvoiceInput!) { voidInvoice(input: $input) { userErrors { code } } }';

/** Loads by queries and by mutations, which are refused by billing since there are no such invoices. */
function startLoads(): { readonly queries: TimedLoad; readonly mutations: TimedLoad; stop(): Promise<void> } {
  const url = `${gateway.address}/graphql`;
  const queries = startTimedLoad({
    url,
    headers,
    inFlight,
    body: () => ({ query }),
    isWanted: (answer) => JSON.stringify(answer) === '{"data":{"invoices":{"edges":[]}}}',
  });
  const mutations = startTimedLoad({
    url,
    headers,
    inFlight,
    body: () => {
      const input = { id: randomUUID(), expectedVersion: 1, reason: 'a test', idempotencyKey: randomUUID() };
      return { query: mutation, variables: { input } };
    },
    isWanted: (answer) => JSON.stringify(answer).includes('"code":"NOT_FOUND"'),
  });
  return {
    queries,
    mutations,
    stop: async () => void (await Promise.all([queries.stop(), mutations.stop()])),
  };
}

async function waitForAnswers(loads: ReturnType<typeof startLoads>, more: number): Promise<void> {
  const count = () => loads.queries.requests.length + loads.mutations.requests.length;
  const wanted = count() + more;
  await waitFor(`${more} more answers`, () => count() >= wanted, 60_000);
}

function findFailures({ requests }: TimedLoad) {
  return requests.filter(({ problem }) => problem !== undefined);
}

test('of two instances one is killed under load: at most the mutations in flight on it fail, and none later', async (t) => {
  const killed = await startBilling();
  const staying = await startBilling();
  await waitForInstances(killed, staying);
  const loads = startLoads();
  steps.unshift(() => loads.stop());
  await waitForAnswers(loads, 400);
  const [ofKilled, ofStaying] = [await countAnswers(killed), await countAnswers(staying)];
  assert.ok(Math.min(ofKilled, ofStaying) > 0.2 * (ofKilled + ofStaying), `${ofKilled} and ${ofStaying}`);

  const killedMs = performance.now();
  await killed.kill();
  await waitForInstances(staying);
  const goneMs = performance.now() - killedMs;
  await waitForAnswers(loads, 200);
  await loads.stop();

  const failures = [...findFailures(loads.queries), ...findFailures(loads.mutations)];
  const lastMs = Math.max(0, ...failures.map(({ endMs }) => endMs - killedMs));
  const answered = loads.queries.requests.length + loads.mutations.requests.length;
  const slowest = Math.max(
    ...[...loads.queries.requests, ...loads.mutations.requests]
      .filter(({ endMs }) => endMs > killedMs)
      .map(({ tookMs }) => tookMs),
  );
  tell(t, [
    `${ofKilled} and ${ofStaying} requests went to the two instances before one was killed`,
    `${findFailures(loads.queries).length} queries and ${findFailures(loads.mutations).length} mutations of ${answered} requests failed, the last one ${Math.round(lastMs)} ms after the kill; ${2 * inFlight} were in flight`,
    `the slowest request after the kill took ${Math.round(slowest)} ms; the registry had dropped the instance after ${Math.round(goneMs)} ms`,
  ]);
  const told = JSON.stringify(failures.slice(0, 3));
  assert.deepEqual(findFailures(loads.queries), [], told);
  assert.ok(findFailures(loads.mutations).length <= inFlight, told);
  assert.ok(lastMs < maxFailingMs, `${lastMs} ms: ${told}`);
});

test('an instance that joins gets requests, and one that is told to end loses none', async (t) => {
  const [only] = await listInstances();
  const joining = await startBilling();
  const loads = startLoads();
  steps.unshift(() => loads.stop());
  const joinedMs = performance.now();
  await waitFor('requests at the new instance', async () => (await countAnswers(joining)) > 20);
  const firstMs = performance.now() - joinedMs;
  const endedMs = performance.now();
  assert.equal(await joining.terminate(), 0);
  const tookMs = performance.now() - endedMs;
  assert.deepEqual(await listInstances(), [only]);
  await waitForAnswers(loads, 200);
  await loads.stop();
  const answered = loads.queries.requests.length + loads.mutations.requests.length;
  const failures = [...findFailures(loads.queries), ...findFailures(loads.mutations)];
  tell(t, [
    `a new instance had answered 20 requests ${Math.round(firstMs)} ms after it was ready`,
    `an instance ended in ${Math.round(tookMs)} ms by SIGTERM; ${failures.length} of ${answered} requests failed`,
  ]);
  assert.deepEqual(failures, []);
});

function tell(t: TestContext, lines: readonly string[]): void {
  for (const line of lines) t.diagnostic(line);
}
