import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHttpServer } from '#platform/http/http-server.ts';
import { operatorAuthor } from '../author.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { addPublishRoute } from './publish-route.ts';

let registry: TestRegistry;
let server: Awaited<ReturnType<typeof createHttpServer>>;

before(async () => {
  registry = await createTestRegistry();
  server = await createHttpServer({ log: registry.log });
  addPublishRoute(server, registry, new AbortController().signal);
});
after(async () => {
  await server.close();
  await registry.close();
});

async function put(path: string, payload: object, key?: string) {
  const response = await server.inject({
    method: 'PUT',
    url: path,
    payload,
    headers: key === undefined ? {} : { 'x-api-key': key },
  });
  return { status: response.statusCode, body: response.json() as Record<string, unknown> };
}

const shop = {
  subgraphs: [
    { name: 'users', url: 'http://users', sdl: shopSdl.users },
    { name: 'posts', url: 'http://posts', sdl: shopSdl.posts },
  ],
};

test('several subgraphs are published in one launch by a key with the right to', async () => {
  const path = '/graphs/shop/current/subgraphs';
  const { secret } = await registry.keys.create(
    { name: 'ci', graph: 'shop', rights: ['PUBLISH'] },
    operatorAuthor,
  );
  const { status, body } = await put(path, shop, secret);
  assert.deepEqual(
    [status, body['launch'], body['isComposed'], body['created']],
    [200, 1, true, ['users', 'posts']],
  );
  assert.deepEqual((await put(path, shop, secret)).body['created'], []);
});

test('a key without the right, for another graph or for other subgraphs is refused', async () => {
  const path = '/graphs/guarded/current/subgraphs';
  const create = async (graph: string, right: 'READ' | 'PUBLISH', subgraph?: string) => {
    const subgraphs = subgraph === undefined ? undefined : [{ graph, variant: 'current', subgraph }];
    return (await registry.keys.create({ name: 'one', graph, rights: [right], subgraphs }, operatorAuthor))
      .secret;
  };
  for (const key of [
    undefined,
    'x'.repeat(40),
    await create('guarded', 'READ'),
    await create('shop', 'PUBLISH'),
    await create('guarded', 'PUBLISH', 'users'),
  ])
    assert.equal((await put(path, shop, key)).status, 403);
  assert.equal(await registry.graphs.findVariant({ graph: 'guarded', variant: 'current' }), undefined);
});

test('a path or a body of another form is refused with the reason', async () => {
  const { secret } = await registry.keys.create(
    { name: 'all', graph: undefined, rights: ['PUBLISH'] },
    operatorAuthor,
  );
  const twice = { subgraphs: [shop.subgraphs[0], shop.subgraphs[0]] };
  for (const [path, body, reason] of [
    ['/graphs/shop/-/subgraphs', shop, /names no graph/],
    ['/graphs/shop/current/subgraphs', { subgraphs: [] }, /subgraphs/],
    ['/graphs/shop/current/subgraphs', twice, /names a subgraph twice/],
    ['/graphs/registry/current/subgraphs', shop, /No graph may have the id registry/],
  ] as const) {
    const answer = await put(path, body, secret);
    assert.equal(answer.status, 400);
    assert.match(String(answer.body['message']), reason);
  }
});
