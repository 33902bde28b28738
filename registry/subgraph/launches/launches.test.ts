import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type RegistrySubgraph, startRegistrySubgraph } from '../../testing/registry-subgraph.ts';
import { shopSdl } from '../../testing/shop-sdl.ts';

let served: RegistrySubgraph;
let admin: GraphqlClient;
let graphs = 0;

before(async () => {
  served = await startRegistrySubgraph();
  // As in a realm where one role holds the others.
  admin = await served.as('ADMIN', 'BILLING_MANAGER');
});
after(() => served.close());

const renamed = shopSdl.users.replace('user: User', 'person: User');
const clashing = 'type Query { user: Int! }';

/** Makes four launches: users, posts, one that does not compose, and users with a field of another name. */
async function publishShop(): Promise<string> {
  graphs += 1;
  const graph = `shop${graphs}`;
  const ref = { graph, variant: 'current' };
  await served.publish(ref, 'users', shopSdl.users);
  await served.publish(ref, 'posts', shopSdl.posts);
  await served.publish(ref, 'posts', clashing);
  await served.publish(ref, 'posts', shopSdl.posts, 'http://posts.elsewhere.example');
  await served.publish(ref, 'users', renamed);
  return graph;
}

interface LaunchNode {
  readonly number: number;
  readonly [name: string]: unknown;
}

interface Variant {
  readonly graphVariant: {
    readonly currentLaunch: LaunchNode;
    readonly newestLaunch: LaunchNode;
    readonly launch: LaunchNode | null;
    readonly launches: {
      readonly totalCount: number;
      readonly edges: readonly { readonly node: LaunchNode }[];
    };
  };
}

async function ask(graph: string, fields: string) {
  const query = `query ($graph: ID!) { graphVariant(graph: $graph, name: "current") { ${fields} } }`;
  const { data, errors } = await admin<Variant>(query, { graph });
  assert.deepEqual(errors, []);
  return data.graphVariant;
}

test('launches are listed with the state, the problems and the author of each, the newest first', async () => {
  const graph = await publishShop();
  const { currentLaunch, newestLaunch, launches } = await ask(
    graph,
    `currentLaunch { number id isCurrent } newestLaunch { number }
     launches(first: 4) { totalCount edges { node {
       number cause subgraph isComposed isCurrent author { kind keyName person { id } } problems { code } previous { number }
     } } }`,
  );
  assert.deepEqual(currentLaunch, { number: 5, id: `${graph}@current#5`, isCurrent: true });
  assert.equal(newestLaunch.number, 5);
  assert.equal(launches.totalCount, 5);
  const [newest, moved, failed, second] = launches.edges.map(({ node }) => node);
  const author = { kind: 'OPERATOR', keyName: null, person: null };
  assert.deepEqual(newest, {
    number: 5,
    cause: 'PUBLISH',
    subgraph: 'users',
    isComposed: true,
    isCurrent: true,
    author,
    problems: [],
    previous: { number: 4 },
  });
  assert.deepEqual(moved?.['previous'], { number: 2 });
  assert.deepEqual([failed?.['isComposed'], failed?.['isCurrent']], [false, false]);
  assert.match(JSON.stringify(failed?.['problems']), /FIELD_TYPE_MISMATCH|INVALID_FIELD_SHARING/);
  assert.deepEqual(second?.['previous'], { number: 1 });
});

test('a launch is compared with the one that ran before it: the schema of clients and the text of each subgraph', async () => {
  const graph = await publishShop();
  const fields = (number: number) => `launch(number: ${number}) {
    changes(first: 10) { totalCount edges { node { code criticality coordinate } } }
    subgraphChanges { name kind before { routingUrl } after { routingUrl sdl } patch }
  }`;
  const { launch } = await ask(graph, fields(5));
  assert.deepEqual(launch?.['changes'], {
    totalCount: 2,
    edges: [
      { node: { code: 'FIELD_REMOVED', criticality: 'BREAKING', coordinate: 'Query.user' } },
      { node: { code: 'FIELD_ADDED', criticality: 'SAFE', coordinate: 'Query.person' } },
    ],
  });
  const [users] = (launch?.['subgraphChanges'] ?? []) as Record<string, string>[];
  assert.deepEqual(
    [users?.['name'], users?.['kind'], users?.['after']],
    ['users', 'SDL', { routingUrl: 'http://users.example', sdl: renamed }],
  );
  assert.match(users?.['patch'] ?? '', /^-type Query \{ user: User \}$/m);
  assert.match(users?.['patch'] ?? '', /^\+type Query \{ person: User \}$/m);

  const moved = (await ask(graph, fields(4))).launch;
  assert.deepEqual(moved?.['subgraphChanges'], [
    {
      name: 'posts',
      kind: 'ROUTING_URL',
      before: { routingUrl: 'http://posts.example' },
      after: { routingUrl: 'http://posts.elsewhere.example', sdl: shopSdl.posts },
      patch: null,
    },
  ]);
  const failed = (await ask(graph, fields(3))).launch;
  assert.equal(failed?.['changes'], null);
  assert.match(JSON.stringify(failed?.['subgraphChanges']), /"name":"posts","kind":"SDL"/);
  const first = (await ask(graph, fields(1))).launch;
  assert.equal(first?.['changes'], null);
  assert.match(JSON.stringify(first?.['subgraphChanges']), /"kind":"ADDED","before":null/);
});

const rollBack = `mutation ($input: RollBackGraphVariantInput!) {
  rollBackGraphVariant(input: $input) {
    launch { number cause isCurrent author { kind person { id } } subgraphs { edges { node { name routingUrl } } } }
    userErrors { field code }
  }
}`;

interface RollBack {
  readonly rollBackGraphVariant: {
    readonly launch: LaunchNode | null;
    readonly userErrors: readonly { readonly field: readonly string[]; readonly code: string }[];
  };
}

async function rollBackTo(graph: string, toLaunch: number, expectedCurrentLaunch: number) {
  const input = { graph, variant: 'current', toLaunch, expectedCurrentLaunch };
  const { data, errors } = await admin<RollBack>(rollBack, { input });
  assert.deepEqual(errors, []);
  return data.rollBackGraphVariant;
}

test('a rollback is a launch by the person, and a repeated call answers with the same launch', async () => {
  const graph = await publishShop();
  const { launch, userErrors } = await rollBackTo(graph, 2, 5);
  assert.deepEqual(userErrors, []);
  assert.deepEqual(launch, {
    number: 6,
    cause: 'ROLLBACK',
    isCurrent: true,
    author: { kind: 'PERSON', person: { id: 'ADMIN' } },
    subgraphs: {
      edges: [
        { node: { name: 'posts', routingUrl: 'http://posts.example' } },
        { node: { name: 'users', routingUrl: 'http://users.example' } },
      ],
    },
  });
  assert.equal((await rollBackTo(graph, 2, 5)).launch?.number, 6);
  const { launches } = await ask(graph, 'launches { totalCount }');
  assert.equal(launches.totalCount, 6);
  const trail = await served.registry.sql`
    select action, person_id, key_id, details from registry.audit_entries where graph = ${graph} and action = 'ROLLED_BACK'`;
  assert.deepEqual(
    trail.map((entry) => ({ ...entry })),
    [{ action: 'ROLLED_BACK', person_id: 'ADMIN', key_id: null, details: { to: 2, launch: 6 } }],
  );
});

test('a rollback is refused if another launch runs than the caller saw, or if the old one did not compose', async () => {
  const graph = await publishShop();
  const refusals = async (toLaunch: number, expected: number) =>
    (await rollBackTo(graph, toLaunch, expected)).userErrors;
  assert.deepEqual(await refusals(2, 4), [{ field: ['expectedCurrentLaunch'], code: 'CONFLICT' }]);
  assert.deepEqual(await refusals(3, 5), [{ field: ['toLaunch'], code: 'NOT_FOUND' }]);
  assert.deepEqual(await refusals(99, 5), [{ field: ['toLaunch'], code: 'NOT_FOUND' }]);
  const { data } = await admin<RollBack>(rollBack, {
    input: { graph: 'nowhere', variant: 'current', toLaunch: 1, expectedCurrentLaunch: 1 },
  });
  assert.deepEqual(data.rollBackGraphVariant.userErrors, [{ field: ['variant'], code: 'NOT_FOUND' }]);
  // Another change since the rollback is not a repeated call.
  assert.equal((await rollBackTo(graph, 2, 5)).launch?.number, 6);
  await served.publish({ graph, variant: 'current' }, 'users', `${renamed}\n`);
  assert.deepEqual(await refusals(2, 5), [{ field: ['expectedCurrentLaunch'], code: 'CONFLICT' }]);
});

test('a page of launches takes as many statements whatever its length', async () => {
  const graph = await publishShop();
  const fields = (first: number) => `launches(first: ${first}) { edges { node {
    id isCurrent author { keyName } previous { number } subgraphs { edges { node { name author { keyName } } } }
    subgraphChanges { name kind patch } supergraph
  } } }`;
  const count = async (first: number) =>
    (await served.statementsDuring(() => ask(graph, fields(first)))).length;
  assert.equal(await count(4), await count(2));
});

test('nothing is told to callers without the role', async () => {
  const graph = await publishShop();
  const query = `query ($graph: ID!) { graphVariant(graph: $graph, name: "current") { id } graphs { totalCount } }`;
  for (const client of [served.anonymous, await served.as('BILLING_MANAGER')]) {
    const { data, errors } = await client(query, { graph });
    assert.deepEqual(data, { graphVariant: null, graphs: null });
    assert.equal(errors.length, 2);
  }
  const input = { graph, variant: 'current', toLaunch: 1, expectedCurrentLaunch: 5 };
  const refused = await (await served.as('BILLING_MANAGER'))<RollBack>(rollBack, { input });
  assert.equal(refused.data.rollBackGraphVariant, null);
  assert.equal((await ask(graph, 'launches { totalCount }')).launches.totalCount, 5);
});
