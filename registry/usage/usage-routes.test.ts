import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import { buildSchema } from 'graphql';
import { waitFor } from '#platform/testing/wait-for.ts';
import { latencyBoundsMs, type UsageReport } from '#platform/usage/usage-report.ts';
import { operatorAuthor } from '../author.ts';
import { type RegistryServer, startRegistryServer } from '../testing/registry-server.ts';
import { deleteOldUsage } from './delete-old-usage.ts';
import { loadCoordinates, loadOperations } from './load-operations.ts';

const sdl = `type Query { user(id: ID): User users(filter: Filter): [User!] }
  type User { id: ID! name: String } input Filter { name: String }`;

let served: RegistryServer;
let graphs = 0;

before(async () => {
  served = await startRegistryServer();
});
after(() => served.close());

/** Publishes a graph that no other test uses. */
async function newGraph(): Promise<{ graph: string; variantId: string }> {
  graphs += 1;
  const graph = `shop${graphs}`;
  return { graph, variantId: await served.publish(graph, sdl) };
}

const toHour = (daysAgo: number) =>
  `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 13)}:00:00Z`;

interface Sent {
  readonly text?: string;
  readonly client?: string;
  readonly count?: number;
  readonly daysAgo?: number;
}

function createReport(graph: string, ...sent: readonly Sent[]): UsageReport {
  return {
    id: randomUUID(),
    graphRef: `${graph}@current`,
    schemaHash: '0'.repeat(64),
    periods: sent.map(({ text = 'query A { users { id } }', client = 'web', count = 1, daysAgo = 0 }) => ({
      hour: toHour(daysAgo),
      client: { name: client, version: '1' },
      operation: { hash: createHash('sha256').update(text).digest('hex'), name: 'A', type: 'query', text },
      count,
      errors: 0,
      latency: [count, ...latencyBoundsMs.map(() => 0)],
      coordinates: { 'Query.users': count, 'User.id': count },
    })),
  };
}

function send(report: unknown, key = served.key): Promise<Response> {
  return fetch(`${served.address}/usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'x-api-key': key },
    body: gzipSync(JSON.stringify(report)),
    signal: AbortSignal.timeout(60_000),
  });
}

const window = () => ({ from: new Date(Date.now() - 7 * 86_400_000), to: new Date() });

async function loadUse(variantId: string) {
  const { operations, requests } = await loadOperations(served.registry.sql, variantId, window(), 100);
  return {
    requests,
    operations: operations.map(({ name, count, clients, areInputsKnown }) => ({
      name,
      count,
      clients,
      areInputsKnown,
    })),
  };
}

async function loadUses(variantId: string, ...exact: readonly string[]) {
  const found = await loadCoordinates(served.registry.sql, variantId, window(), { exact, types: [] });
  return [...found.values()].map((counts) => Object.fromEntries(counts));
}

test('reports add up by operation, client and coordinate, and one that is sent again counts once', async () => {
  const { graph, variantId } = await newGraph();
  const first = createReport(graph, { count: 3 }, { client: 'app', count: 2 }, { count: 1 });
  for (const report of [first, first, createReport(graph, { count: 10 })])
    assert.equal((await send(report)).status, 204);
  assert.deepEqual(await loadUse(variantId), {
    requests: 16,
    operations: [
      {
        name: 'A',
        count: 16,
        clients: [
          { name: 'web', count: 14 },
          { name: 'app', count: 2 },
        ],
        areInputsKnown: true,
      },
    ],
  });
  assert.deepEqual(await loadUses(variantId, 'User.id', 'User.name'), [{ 'User.id': 16 }]);
  const [latency] = await served.registry.sql<{ latency: string }[]>`
    select latency::text from registry.operation_usage used
    join registry.usage_operations operation on operation.id = operation_id
    where variant_id = ${variantId} and client_name = 'web'`;
  assert.equal(latency?.latency, `{14${',0'.repeat(latencyBoundsMs.length)}}`);
});

test('reports that come at the same time are all counted', async () => {
  const { graph, variantId } = await newGraph();
  const texts = Array.from({ length: 10 }, (_, index) => `query A { users { id n${index}: name } }`);
  const reports = Array.from({ length: 12 }, (_, index) =>
    createReport(
      graph,
      ...(index % 2 === 0 ? texts : texts.toReversed()).map((text) => ({ text, count: 2 })),
    ),
  );
  const answers = await Promise.all(reports.map((report) => send(report)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [204]);
  const { requests, operations } = await loadUse(variantId);
  assert.equal(requests, 240);
  assert.deepEqual([...new Set(operations.map(({ count }) => count))], [24]);
});

test('only the period that is asked for counts, and clients that are left out do not', async () => {
  const { graph, variantId } = await newGraph();
  await send(createReport(graph, { count: 5, daysAgo: 8 }, { count: 1 }, { client: 'robot', count: 7 }));
  assert.equal((await loadUse(variantId)).requests, 8);
  const { sql } = served.registry;
  const used = await loadOperations(sql, variantId, { ...window(), excludedClients: ['robot'] }, 100);
  assert.equal(used.requests, 1);
});

test('usage goes by age and the newer stays', async () => {
  const { graph, variantId } = await newGraph();
  const old = 'query Old { users { id } }';
  await send(createReport(graph, { text: old, daysAgo: 100 }, { count: 4 }));
  const { sql } = served.registry;
  while ((await deleteOldUsage(sql, 90)) > 0);
  const rows = await sql<{ text: string }[]>`
    select text from registry.usage_operations where variant_id = ${variantId}`;
  assert.deepEqual(
    rows.map(({ text }) => text),
    ['query A { users { id } }'],
  );
  assert.equal((await loadUse(variantId)).requests, 4);
});

test('what is not a sound report for the key is refused, and not repeated by its sender', async () => {
  const { graph } = await newGraph();
  const { graph: other } = await newGraph();
  const { registry } = served;
  const own = await registry.keys.create({ name: 'own', graph: other, rights: ['REPORT'] }, operatorAuthor);
  const reader = await registry.keys.create({ name: 'reader', graph, rights: ['READ'] }, operatorAuthor);
  const report = createReport(graph, {});
  assert.equal((await send(report, 'x'.repeat(40))).status, 401);
  assert.equal((await send(report, own.secret)).status, 403);
  assert.equal((await send(report, reader.secret)).status, 403);
  assert.equal((await send({ ...report, graphRef: 'nobody@current' })).status, 404);
  assert.equal((await send({ ...report, graphRef: '' })).status, 400);
  const [period] = report.periods;
  assert.ok(period);
  const forged = { ...period, operation: { ...period.operation, hash: 'a'.repeat(64) } };
  assert.equal((await send({ ...report, periods: [forged] })).status, 400);
  assert.equal((await send({ ...report, periods: [{ ...period, errors: 2 }] })).status, 400);
  for (const hour of ['9999-01-01T00:00:00Z', '2026-13-45T00:00:00Z'])
    assert.equal((await send({ ...report, periods: [{ ...period, hour }] })).status, 400);
});

test('a small body that unzips to a large one is refused', async () => {
  const response = await fetch(`${served.address}/usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'x-api-key': served.key },
    body: gzipSync(Buffer.alloc(64 * 1_024 * 1_024)),
    signal: AbortSignal.timeout(60_000),
  });
  assert.equal(response.status, 400);
});

test('reports of a stock Apollo Server are taken, with fields and arguments and without inputs', async () => {
  const { graph, variantId } = await newGraph();
  const server = new ApolloServer({
    schema: buildSchema(sdl),
    apollo: { key: served.key, graphRef: `${graph}@current` },
    plugins: [
      ApolloServerPluginUsageReporting({
        endpointUrl: served.address,
        sendReportsImmediately: true,
        generateClientInfo: () => ({ clientName: 'stock', clientVersion: '7' }),
      }),
    ],
  });
  await server.start();
  const query = 'query Stock($filter: Filter) { users(filter: $filter) { name } }';
  // The first is reported as a trace; the answer to it asks for sums of those that follow.
  for (const sent of [1, 2]) {
    await server.executeOperation({ query, variables: { filter: { name: 'Ada' } } });
    await waitFor(`report ${sent}`, async () => (await loadUse(variantId)).requests === sent);
  }
  await server.stop();
  assert.deepEqual(await loadUse(variantId), {
    requests: 2,
    operations: [{ name: 'Stock', count: 2, clients: [{ name: 'stock', count: 2 }], areInputsKnown: false }],
  });
  assert.deepEqual(
    await loadUses(variantId, 'Query.users', 'Query.users(filter:)', 'User.name', 'User.id', 'Filter.name'),
    [{ 'Query.users': 2, 'Query.users(filter:)': 2, 'User.name': 2 }],
  );
});

test('a body that is not a report of Apollo is refused', async () => {
  const response = await fetch(`${served.address}/api/ingress/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/protobuf', 'x-api-key': served.key },
    body: 'nonsense',
    signal: AbortSignal.timeout(60_000),
  });
  assert.equal(response.status, 400);
});
