import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operatorAuthor } from '../author.ts';
import { publishSubgraphs } from '../graphs/publish-subgraphs.ts';
import { type KeyRight, keyRights } from '../keys/api-key.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { RoverApi } from './answer-operation.ts';
import { buildRoverSchema } from './rover-schema.ts';

let registry: TestRegistry;
let api: RoverApi;
let listId = '';
const { signal } = new AbortController();

before(async () => {
  registry = await createTestRegistry();
  api = new RoverApi(await buildRoverSchema());
  const ref = { graph: 'shop', variant: 'current' };
  const parts = [{ subgraph: 'users', sdl: shopSdl.users, url: 'http://users' }];
  await publishSubgraphs(registry.launcher, { ref, parts, git: null, author: operatorAuthor }, signal);
  listId = (await registry.graphs.findVariant(ref))?.id ?? '';
});
after(() => registry.close());

const variables = () => ({
  list: listId,
  sdl: shopSdl.users,
  text: 'a\0b',
  check: {
    subgraphName: 'users',
    proposedSchema: shopSdl.users,
    gitContext: { branch: 'main' },
    config: {},
    isSandbox: false,
  },
});

async function ask(query: string, right: KeyRight | undefined, more: { subgraphs?: [] } = {}) {
  const key = {
    id: 'test',
    name: 'test',
    graph: 'shop',
    rights: new Set(right === undefined ? [] : [right]),
    subgraphs: more.subgraphs,
  };
  const answer = await api.answer(
    { query, operationName: undefined, variables: variables() },
    { parts: registry, key, signal },
  );
  return JSON.stringify(answer);
}

const ofVariant = (fields: string) => `{ graph(id: "shop") { variant(name: "current") { ${fields} } } }`;
const approve = (text: string) =>
  `approveChange(input: { changeId: "0123456789ab", reason: ${text} }) { changeId }`;
const publish = (
  id: string,
) => `mutation ($list: ID! ${id === '$text' ? '$text: ID!' : ''}) { graph(id: "shop") { persistedQueryList(id: $list) {
  publishOperations(operations: [{ id: ${id}, name: "A", type: QUERY, body: "query A { user { name } }" }]) { __typename } } } }`;

const operations: readonly (readonly [name: string, query: string, right: KeyRight, answer: RegExp])[] = [
  [
    'a check',
    `mutation ($check: SubgraphCheckAsyncInput!) ${ofVariant('submitSubgraphCheckAsync(input: $check) { __typename }')}`,
    'CHECK',
    /CheckRequestSuccess/,
  ],
  [
    'the linter',
    'mutation ($sdl: String!) { graph(id: "shop") { lintSchema(sdl: $sdl) { stats { errorsCount } } } }',
    'CHECK',
    /errorsCount/,
  ],
  [
    'a check of operations',
    'mutation { graph(id: "shop") { validateOperations(operations: [{ body: "{ user { name } }" }]) { validationResults { code } } } }',
    'CHECK',
    /validationResults/,
  ],
  ['a publish of operations', publish('"x"'), 'PUBLISH', /PublishOperationsResult/],
  ['an approval', `mutation ${ofVariant(approve('"Fine."'))}`, 'ADMIN', /changeId/],
];

for (const [name, query, needed, answer] of operations) {
  test(`${name} needs ${needed}`, async () => {
    for (const right of [...keyRights, undefined]) {
      const given = await ask(query, right);
      const isAllowed = right === needed || right === 'ADMIN';
      if (isAllowed) assert.match(given, answer);
      else assert.match(given, /has no right|PermissionError/);
    }
  });
}

test('a key for subgraphs alone neither approves nor publishes operations, nor makes keys', async () => {
  const createKey = 'mutation { organization(id: "shop") { createKey(name: "x", type: OPERATOR) { id } } }';
  for (const query of [publish('"x"'), `mutation ${ofVariant(approve('"Fine."'))}`, createKey])
    assert.match(await ask(query, 'ADMIN', { subgraphs: [] }), /is for subgraphs, not for the whole graph/);
});

test('texts that cannot be kept are refused', async () => {
  const approval = `mutation ($text: String!) ${ofVariant(approve('$text'))}`;
  assert.match(await ask(approval, 'ADMIN'), /well-formed Unicode/);
  assert.match(await ask(publish('$text'), 'ADMIN'), /U\+0000/);
});
