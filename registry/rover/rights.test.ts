import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operatorAuthor } from '../author.ts';
import { publishSubgraphs } from '../graphs/publish-subgraphs.ts';
import { type ApiKey, type KeyRight, keyRights } from '../keys/api-key.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { RoverApi } from './answer-operation.ts';
import { buildRoverSchema } from './rover-schema.ts';

let registry: TestRegistry;
let api: RoverApi;
const { signal } = new AbortController();

before(async () => {
  registry = await createTestRegistry();
  api = new RoverApi(await buildRoverSchema());
  const ref = { graph: 'shop', variant: 'current' };
  const parts = [{ subgraph: 'users', sdl: shopSdl.users, url: 'http://users' }];
  await publishSubgraphs(registry.launcher, { ref, parts, git: null, author: operatorAuthor }, signal);
});
after(() => registry.close());

/** A key with one right alone, or without any. */
function keyWith(right: KeyRight | undefined, graph: string | undefined = 'shop'): ApiKey {
  const rights = new Set(right === undefined ? [] : [right]);
  return { id: 'test', name: 'test', graph, rights, subgraphs: undefined };
}

function ask(query: string, key: ApiKey | undefined) {
  return api.answer({ query, operationName: undefined, variables: {} }, { parts: registry, key, signal });
}

const publish = `mutation { graph(id: "shop") { publishSubgraph(name: "users", revision: "", graphVariant: "current",
  activePartialSchema: { sdl: ${JSON.stringify(shopSdl.users)} }) { updatedGateway } } }`;
const remove = `mutation { graph(id: "shop") { removeImplementingServiceAndTriggerComposition(name: "users",
  graphVariant: "current", dryRun: true) { updatedGateway } } }`;
const variant = (fields: string) => `{ graph(id: "shop") { variant(name: "current") { ${fields} } } }`;

/** Each operation and the rights of which one is enough; ADMIN is, everywhere. */
const operations: readonly (readonly [query: string, rights: readonly KeyRight[]])[] = [
  [variant('subgraphs { name url updatedAt }'), ['READ', 'CHECK', 'PUBLISH']],
  ['{ variant(ref: "shop@current") { ... on GraphVariant { id } } }', ['READ', 'CHECK', 'PUBLISH']],
  [variant('subgraphs { activePartialSchema { sdl } }'), ['READ']],
  [variant('latestPublication { schema { document } }'), ['READ']],
  [variant('latestApprovedLaunch { build { __typename } }'), ['READ']],
  [variant('latestLaunch { id }'), ['READ']],
  [variant('readme { content }'), ['READ']],
  [publish, ['PUBLISH']],
  [remove, ['PUBLISH']],
  [
    'mutation { graph(id: "shop") { variant(name: "current") { updateVariantReadme(readme: "x") { readme { content } } } } }',
    ['PUBLISH'],
  ],
  ['{ organization(id: "shop") { apiKeys { edges { node { id } } } } }', []],
  ['mutation { organization(id: "shop") { createKey(name: "x", type: OPERATOR) { id } } }', []],
];

for (const [query, allowed] of operations) {
  const name = query.replaceAll(/\s+/g, ' ').slice(0, 100);
  test(`${name} needs ${[...allowed, 'ADMIN'].join(' or ')}`, async () => {
    for (const right of [...keyRights, undefined]) {
      const { data, errors } = await ask(query, keyWith(right));
      const root = Object.values(data)[0];
      const isAnswered = root !== null && errors === undefined;
      assert.equal(
        isAnswered,
        right === 'ADMIN' || (right !== undefined && allowed.includes(right)),
        `${right}`,
      );
    }
    const stranger = await ask(query, keyWith('ADMIN', 'elsewhere'));
    assert.deepEqual(Object.values(stranger.data), [null]);
    const unknown = await ask(query, undefined);
    assert.deepEqual(Object.values(unknown.data), [null]);
    assert.match(unknown.errors?.[0]?.message ?? '', /does not know the API key/);
  });
}

test('names that can be none are answered like names that do not exist', async () => {
  const key = keyWith('ADMIN', undefined);
  const askFor = async (query: string, name: string) => {
    const operation = { query, operationName: undefined, variables: { name } };
    const { data, errors } = await api.answer(operation, { parts: registry, key, signal });
    return errors?.[0]?.message ?? JSON.stringify(data);
  };
  for (const name of ['\0', '\ud800', '../x', 'a@b', 'x'.repeat(5_000)]) {
    assert.equal(await askFor('query ($name: ID!) { graph(id: $name) { id } }', name), '{"graph":null}');
    const ofVariant = 'query ($name: String!) { graph(id: "shop") { variant(name: $name) { id } } }';
    assert.equal(await askFor(ofVariant, name), '{"graph":{"variant":null}}');
    const ofSubgraph = `query ($name: ID!) ${variant('subgraph(name: $name) { url }')}`;
    assert.equal(await askFor(ofSubgraph, name), '{"graph":{"variant":{"subgraph":null}}}');
    const toVariant = publish.replace('mutation', 'mutation ($name: String!)').replace('"current"', '$name');
    assert.match(await askFor(toVariant, name), /The name of a variant/);
  }
});

test('an administrator of one graph makes keys for that graph alone', async () => {
  for (const organization of ['registry', 'elsewhere']) {
    const query = `mutation { organization(id: "${organization}") { createKey(name: "x", type: OPERATOR) { token } } }`;
    assert.deepEqual((await ask(query, keyWith('ADMIN'))).data, { organization: null });
  }
});
