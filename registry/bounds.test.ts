import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operatorAuthor } from './author.ts';
import { registryBounds } from './bounds.ts';
import { publishSubgraphs } from './graphs/publish-subgraphs.ts';
import type { NewKey } from './keys/new-key.ts';
import { RegistryRefusal } from './registry-refusal.ts';
import { createTestRegistry, type TestRegistry } from './testing/test-registry.ts';

const { signal } = new AbortController();
const limitExceeded = (error: unknown) => error instanceof RegistryRefusal && error.code === 'LIMIT_EXCEEDED';
let registry: TestRegistry;

before(async () => {
  registry = await createTestRegistry();
});
after(() => registry.close());

function publish(graph: string, variant: string, names: readonly string[], sdl = 'type Query { one: Int }') {
  const parts = names.map((subgraph) => ({
    subgraph,
    sdl,
    url: `http://${subgraph}.example`,
  }));
  const ref = { graph, variant };
  return publishSubgraphs(registry.launcher, { ref, parts, git: null, author: operatorAuthor }, signal);
}

/** The codes with which some of several calls were refused, in their order. */
async function readRefusals(calls: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const ends = await Promise.allSettled(calls);
  return ends.flatMap((end) =>
    end.status === 'rejected' ? [end.reason instanceof RegistryRefusal ? end.reason.code : end.reason] : [],
  );
}

test('a variant has as many subgraphs as it may, and not one more', async () => {
  // A schema that cannot be read is stored without a composition, which would take seconds.
  const broken = 'type Query {';
  await publish('wide', 'current', ['part1'], broken);
  const copies = registryBounds.subgraphsPerVariant - 1;
  await registry.sql`
    with added as (
      insert into registry.subgraph_versions (id, variant_id, name, url, sdl_hash)
      select gen_random_uuid(), variant_id, 'part' || n, url, sdl_hash
      from registry.subgraph_versions join registry.variants on variants.id = variant_id, generate_series(2, ${copies}::int) n
      where graph = 'wide'
      returning id, variant_id, name)
    insert into registry.heads (variant_id, name, version_id) select variant_id, name, id from added`;
  await assert.rejects(publish('wide', 'current', ['more1', 'more2'], broken), limitExceeded);
  assert.deepEqual((await publish('wide', 'current', ['more1'], broken)).created, ['more1']);
  await assert.rejects(publish('wide', 'current', ['more2'], broken), limitExceeded);
  assert.deepEqual((await publish('wide', 'current', ['part1'], `${broken} `)).updated, ['part1']);
});

test('a graph has as many variants as it may, also if several are created at a time', async () => {
  await publish('many', 'v1', ['users']);
  await registry.sql`
    insert into registry.variants (id, graph, name)
    select gen_random_uuid(), 'many', 'v' || n from generate_series(2, ${registryBounds.variantsPerGraph - 2}) n`;
  const names = ['a', 'b', 'c', 'd', 'e'];
  assert.deepEqual(await readRefusals(names.map((name) => publish('many', name, ['users']))), [
    'LIMIT_EXCEEDED',
    'LIMIT_EXCEEDED',
    'LIMIT_EXCEEDED',
  ]);
  await publish('many', 'v1', ['users', 'posts']);
});

test('a graph has as many keys as it may, also if several are created at a time, until one is deleted', async () => {
  const { keys, sql } = registry;
  const key: NewKey = { name: 'ci', graph: 'keyed', rights: ['READ'] };
  const first = await keys.create(key, operatorAuthor);
  await sql`
    insert into registry.api_keys (id, name, hash, ending, graph, rights)
    select gen_random_uuid(), 'filler', lpad(n::text, 64, '0'), 'abcd', 'keyed', 'READ'
    from generate_series(2, ${registryBounds.keysPerGraph - 2}) n`;
  const calls = Array.from({ length: 5 }, () => keys.create(key, operatorAuthor));
  assert.deepEqual(await readRefusals(calls), ['LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'LIMIT_EXCEEDED']);
  await assert.rejects(keys.create({ ...key, id: first.id }, operatorAuthor), { code: 'CONFLICT' });
  await keys.delete(first.id, 'keyed', operatorAuthor);
  await keys.create(key, operatorAuthor);
});
