import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type RegistrySubgraph, startRegistrySubgraph } from '../../testing/registry-subgraph.ts';
import { storeUsage } from '../../testing/store-usage.ts';
import { hashText } from '../../usage/to-usage-rows.ts';

const sdl = `type Query { user(id: ID): User users(filter: Filter): [User!] old: Int @deprecated(reason: "Gone.") }
  type User { id: ID! state: State } input Filter { name: String } enum State { ON OFF }`;

const getUser = 'query GetUser($id: ID) { user(id: $id) { id } }';
const listUsers = 'query ListUsers { users { id } }';
const readOld = 'query ReadOld { old }';

let served: RegistrySubgraph;
let admin: GraphqlClient;

before(async () => {
  served = await startRegistrySubgraph();
  admin = await served.as('ADMIN', 'BILLING_MANAGER');
  const ref = { graph: 'used', variant: 'current' };
  await served.publish(ref, 'all', sdl);
  await served.publish({ ...ref, graph: 'other' }, 'all', sdl);
  const { registry } = served;
  const { id = '' } = (await registry.graphs.findVariant(ref)) ?? {};
  const ofUser = ['Query.user', 'Query.user(id:)', 'User.id'];
  await storeUsage(registry.sql, id, [
    { name: 'GetUser', text: getUser, client: 'web', count: 70, errors: 3, coordinates: ofUser },
    { name: 'GetUser', text: getUser, client: 'app', count: 20, daysAgo: 2, coordinates: ofUser },
    { name: 'GetUser', text: getUser, client: 'app', count: 1_000, daysAgo: 30, coordinates: ofUser },
    { name: 'ListUsers', text: listUsers, client: '', count: 5, coordinates: ['Query.users', 'User.id'] },
    { name: 'ReadOld', text: readOld, client: 'web', count: 8, daysAgo: 20, coordinates: ['Query.old'] },
  ]);
  const other = await registry.graphs.findVariant({ ...ref, graph: 'other' });
  await storeUsage(registry.sql, other?.id ?? '', [
    { name: 'GetUser', text: getUser, client: 'web', count: 9_999, coordinates: ofUser },
  ]);
});
after(() => served.close());

interface List {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[];
}

interface Variant {
  readonly graphVariant: {
    readonly schemaUsage: List;
    readonly operations: List;
    readonly operation: Readonly<Record<string, unknown>> | null;
    readonly usage: Readonly<Record<string, unknown>>;
  };
}

async function ask(fields: string) {
  const { data, errors } = await admin<Variant>(
    `{ graphVariant(graph: "used", name: "current") { ${fields} } }`,
  );
  assert.deepEqual(errors, []);
  return data.graphVariant;
}

async function listUsage(args: string, fields = 'coordinate requests') {
  const { schemaUsage } = await ask(`schemaUsage${args} { totalCount edges { node { ${fields} } } }`);
  return schemaUsage.edges.map(({ node }) => Object.values(node).join(' '));
}

test('each member of the schema is listed, also those that nobody used', async () => {
  assert.deepEqual(await listUsage('', 'coordinate kind isDeprecated requests operationCount'), [
    'Filter.name INPUT_FIELD false 0 0',
    'Query.old FIELD true 0 0',
    'Query.user FIELD false 90 1',
    'Query.user(id:) ARGUMENT false 90 1',
    'Query.users FIELD false 5 1',
    'Query.users(filter:) ARGUMENT false 0 0',
    'State.OFF ENUM_VALUE false 0 0',
    'State.ON ENUM_VALUE false 0 0',
    'User.id FIELD false 95 2',
    'User.state FIELD false 0 0',
  ]);
});

test('members are found by text, kind, use and deprecation, and sorted by requests', async () => {
  assert.deepEqual(await listUsage('(filter: { search: " query.USER( " })'), ['Query.user(id:) 90']);
  assert.deepEqual(await listUsage('(filter: { kinds: [ARGUMENT, INPUT_FIELD], isUsed: false })'), [
    'Filter.name 0',
    'Query.users(filter:) 0',
  ]);
  assert.deepEqual(await listUsage('(filter: { isDeprecated: true }, days: 30)'), ['Query.old 8']);
  assert.deepEqual(await listUsage('(filter: { isUsed: true }, orderBy: MOST_REQUESTS)'), [
    'User.id 95',
    'Query.user 90',
    'Query.user(id:) 90',
    'Query.users 5',
  ]);
  assert.deepEqual(
    await listUsage('(filter: { isUsed: true, kinds: [FIELD] }, orderBy: FEWEST_REQUESTS, first: 1)'),
    ['Query.users 5'],
  );
});

test('a member tells its clients, and the last day of its use whatever the period', async () => {
  const { schemaUsage } = await ask(
    'schemaUsage(filter: { search: "Query." }) { edges { node { coordinate lastUsedOn clients { name requests } } } }',
  );
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const [old, user] = schemaUsage.edges.map(({ node }) => node);
  assert.deepEqual(old, { coordinate: 'Query.old', lastUsedOn: daysAgo(20), clients: [] });
  assert.deepEqual(user, {
    coordinate: 'Query.user',
    lastUsedOn: daysAgo(0),
    clients: [
      { name: 'web', requests: 70 },
      { name: 'app', requests: 20 },
    ],
  });
});

test('operations are listed with their requests, errors, clients and latencies', async () => {
  const { operations } = await ask(
    `operations { totalCount edges { node { hash name text requests errors clients { name requests } latency { p50Ms p95Ms } } } }`,
  );
  assert.deepEqual(
    operations.edges.map(({ node }) => node),
    [
      {
        hash: hashText(getUser),
        name: 'GetUser',
        text: getUser,
        requests: 90,
        errors: 3,
        clients: [
          { name: 'web', requests: 70 },
          { name: 'app', requests: 20 },
        ],
        latency: { p50Ms: 75, p95Ms: 97.5 },
      },
      {
        hash: hashText(listUsers),
        name: 'ListUsers',
        text: listUsers,
        requests: 5,
        errors: 0,
        clients: [{ name: '', requests: 5 }],
        latency: { p50Ms: 75, p95Ms: 97.5 },
      },
    ],
  );
});

test('operations are found by name, text and hash, sorted and paged', async () => {
  const find = async (args: string) =>
    (await ask(`operations(${args}) { edges { node { name } } }`)).operations.edges.map(
      ({ node }) => node['name'],
    );
  assert.deepEqual(await find('search: "getu"'), ['GetUser']);
  assert.deepEqual(await find('search: "{ users"'), ['ListUsers']);
  assert.deepEqual(await find(`search: "${hashText(listUsers).slice(0, 12)}"`), ['ListUsers']);
  assert.deepEqual(await find('search: "%"'), []);
  assert.deepEqual(await find('days: 60, orderBy: REQUESTS'), ['GetUser', 'ReadOld', 'ListUsers']);
  const { operations } = await ask(
    'operations(days: 60, first: 2) { totalCount pageInfo { hasNextPage endCursor } edges { node { name } } }',
  );
  assert.deepEqual([operations.totalCount, operations.pageInfo.hasNextPage], [3, true]);
  assert.deepEqual(await find(`days: 60, first: 2, after: "${operations.pageInfo.endCursor}"`), [
    'ListUsers',
  ]);
});

test('one operation is found by its hash, also if nobody sent it in the period', async () => {
  const find = async (hash: string) =>
    (await ask(`operation(hash: "${hash}") { name requests latency { p50Ms } }`)).operation;
  assert.deepEqual(await find(hashText(readOld)), { name: 'ReadOld', requests: 0, latency: null });
  assert.equal(await find(hashText('unknown')), null);
  assert.equal(await find("1' or '1'='1"), null);
});

test('the sums of a period are those of one variant', async () => {
  const { usage } = await ask(
    'usage { requests errors operationCount clients { name requests } lastReportedAt }',
  );
  const { lastReportedAt, ...sums } = usage;
  assert.deepEqual(sums, {
    requests: 95,
    errors: 3,
    operationCount: 2,
    clients: [
      { name: 'web', requests: 70 },
      { name: 'app', requests: 20 },
      { name: '', requests: 5 },
    ],
  });
  assert.ok(Date.now() - Date.parse(String(lastReportedAt)) < 2 * 3_600_000);
});

test('a period out of bounds is refused', async () => {
  for (const days of [0, 367]) {
    const query = `{ graphVariant(graph: "used", name: "current") { usage(days: ${days}) { requests } } }`;
    assert.match((await admin(query)).errors[0]?.message ?? '', /`days` must be from 1 to 366/);
  }
});

test('all that is wrong with the arguments of a list is told at once', async () => {
  for (const list of ['schemaUsage', 'operations']) {
    const query = `{ graphVariant(graph: "used", name: "current") { ${list}(days: 0, first: 0, after: "x") { totalCount } } }`;
    assert.match(
      (await admin(query)).errors[0]?.message ?? '',
      /`days` must be from 1 to 366, not 0\. `first` must be from 1 to 100, not 0\. `after` must be a cursor/,
    );
  }
});

test('a page of members or operations takes as many statements whatever its length', async () => {
  const count = async (first: number) => {
    const fields = `schemaUsage(first: ${first}) { edges { node { requests lastUsedOn operationCount clients { name } } } }
      operations(days: 60, first: ${first}) { edges { node { text clients { name } latency { p50Ms } } } }`;
    return (await served.statementsDuring(() => ask(fields))).length;
  };
  assert.equal(await count(3), await count(1));
});
