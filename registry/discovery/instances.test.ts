import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { operatorAuthor } from '../author.ts';
import { registryBounds } from '../bounds.ts';
import { hashDocument } from '../graphs/documents.ts';
import { publishSubgraphs } from '../graphs/publish-subgraphs.ts';
import type { KeyRight, SubgraphIdentifier } from '../keys/api-key.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { createTestRegistry, type TestRegistry } from '../testing/test-registry.ts';
import { addInstanceRoutes } from './instance-routes.ts';
import { InstanceStore } from './instance-store.ts';

let registry: TestRegistry;
let address: string;
let key: string;
let closeServer: () => Promise<unknown>;
before(async () => {
  registry = await createTestRegistry();
  const server = await createHttpServer({ log: registry.log });
  addInstanceRoutes(server, registry);
  closeServer = () => server.close();
  address = await listen(server, { host: '127.0.0.1', port: 0 });
  key = await createKey(['REGISTER']);
});
after(async () => {
  await closeServer();
  await registry.close();
});

async function createKey(
  rights: readonly KeyRight[],
  graph?: string,
  subgraphs?: readonly SubgraphIdentifier[],
): Promise<string> {
  return (await registry.keys.create({ name: 'test', graph, rights, subgraphs }, operatorAuthor)).secret;
}

let graphs = 0;
/** Publishes `users` in a graph of its own. */
async function publishUsers(
  sdl: string = shopSdl.users,
  graph?: string,
): Promise<{ graph: string; id: string }> {
  graphs += 1;
  const ref = { graph: graph ?? `shop${graphs}`, variant: 'current' };
  const parts = [{ subgraph: 'users', sdl, url: 'http://users.example' }];
  await publishSubgraphs(
    registry.launcher,
    { ref, parts, git: null, author: operatorAuthor },
    AbortSignal.timeout(60_000),
  );
  const variant = await registry.graphs.findVariant(ref);
  return { graph: ref.graph, id: variant?.id ?? '' };
}

const facts = {
  url: 'http://10.0.0.1:4001/graphql',
  sdlHash: hashDocument(shopSdl.users),
  version: '1.2.3',
  leaseSeconds: 15,
};

interface Asked {
  readonly status: number;
  readonly body: { readonly state?: string; readonly message?: string; readonly leaseSeconds?: number };
}

async function ask(
  method: 'PUT' | 'DELETE',
  path: string,
  { body = facts, by = key }: { body?: object; by?: string } = {},
): Promise<Asked> {
  const response = await fetch(`${address}/graphs/${path}`, {
    method,
    headers: { 'x-api-key': by, ...(method === 'PUT' && { 'content-type': 'application/json' }) },
    ...(method === 'PUT' && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Asked['body']) };
}

const pathOf = (graph: string, id = 'one') => `${graph}/current/subgraphs/users/instances/${id}`;

test('an instance registers, renews and leaves; each may be repeated', async () => {
  const { graph, id } = await publishUsers();
  const joined = await ask('PUT', pathOf(graph));
  assert.deepEqual([joined.status, joined.body.state, joined.body.leaseSeconds], [200, 'LIVE', 15]);
  const [first] = await registry.instances.list(id);
  assert.ok(first);
  assert.deepEqual(
    [first.subgraph, first.id, first.url, first.version, first.state],
    ['users', 'one', facts.url, '1.2.3', 'LIVE'],
  );
  assert.equal(first.expiresAt.getTime() - first.renewedAt.getTime(), 15_000);
  assert.equal((await ask('PUT', pathOf(graph))).status, 200);
  const [renewed, ...others] = await registry.instances.list(id);
  assert.deepEqual([renewed?.registeredAt, others], [first.registeredAt, []]);
  assert.ok(renewed && renewed.expiresAt > first.expiresAt);
  assert.equal((await ask('DELETE', pathOf(graph))).status, 204);
  assert.deepEqual(await registry.instances.list(id), []);
  assert.equal((await ask('DELETE', pathOf(graph))).status, 204);
});

test('an instance that does not renew is not listed, and is deleted', async () => {
  const { graph, id } = await publishUsers();
  await ask('PUT', pathOf(graph));
  await registry.sql`update registry.instances set expires_at = now() where variant_id = ${id}`;
  assert.deepEqual(await registry.instances.list(id), []);
  assert.ok((await registry.instances.deleteExpired()) >= 1);
  const rows = await registry.sql`select 1 from registry.instances where variant_id = ${id}`;
  assert.equal(rows.length, 0);
  assert.equal((await ask('PUT', pathOf(graph))).status, 200);
  assert.equal((await registry.instances.list(id)).length, 1);
});

test('an instance that was started again at its address takes the place of the one before', async () => {
  const { graph, id } = await publishUsers();
  await ask('PUT', pathOf(graph, 'before'));
  await ask('PUT', pathOf(graph, 'after'));
  assert.deepEqual(
    (await registry.instances.list(id)).map((one) => one.id),
    ['after'],
  );
});

test('an instance whose SDL is not the one that runs differs, and is refused where that is configured', async () => {
  const { graph, id } = await publishUsers();
  const sdl = `${shopSdl.users}\nextend type Query { next: Int }\n`;
  const registered = await ask('PUT', pathOf(graph), { body: { ...facts, sdlHash: hashDocument(sdl) } });
  assert.equal(registered.body.state, 'DIFFERS');
  const strict = new InstanceStore(registry, { refusesDiffering: true });
  assert.equal((await strict.list(id))[0]?.state, 'REFUSED');
  await publishUsers(sdl, graph);
  assert.deepEqual(
    [(await registry.instances.list(id))[0]?.state, (await strict.list(id))[0]?.state],
    ['LIVE', 'LIVE'],
  );
});

test('a subgraph that is not published has no instances', async () => {
  const { graph } = await publishUsers();
  assert.equal((await ask('PUT', `${graph}/current/subgraphs/posts/instances/one`)).status, 404);
  assert.equal((await ask('PUT', `${graph}/other/subgraphs/users/instances/one`)).status, 404);
});

test('all that is wrong with a registration is said at once', async () => {
  const { graph } = await publishUsers();
  const body = { url: 'file:///etc/passwd', sdlHash: 'none', version: 'a\nb', leaseSeconds: 3_600, more: 1 };
  const { status, body: answer } = await ask('PUT', pathOf(graph), { body });
  assert.equal(status, 400);
  for (const name of ['url', 'sdlHash', 'version', 'leaseSeconds', 'more'])
    assert.match(answer.message ?? '', new RegExp(name));
  for (const url of [
    'http://user@host/',
    'http://host/#part',
    'ws://host/',
    `http://host/${'x'.repeat(500)}`,
    'host',
  ])
    assert.equal((await ask('PUT', pathOf(graph), { body: { ...facts, url } })).status, 400, url);
  assert.equal((await ask('PUT', pathOf(graph, '..%2F..'))).status, 400);
});

test('a key needs the right REGISTER for the subgraph, and no other one will do', async () => {
  const { graph } = await publishUsers();
  const statusWith = async (by: string) => (await ask('PUT', pathOf(graph), { by })).status;
  assert.equal(await statusWith('no key of this registry, though long enough'), 401);
  for (const right of ['READ', 'CHECK', 'PUBLISH', 'REPORT'] as const)
    assert.equal(await statusWith(await createKey([right], graph)), 403, right);
  const only = (subgraph: string) => [{ graph, variant: 'current', subgraph }];
  assert.equal(await statusWith(await createKey(['REGISTER'], graph, only('posts'))), 403);
  assert.equal(await statusWith(await createKey(['REGISTER'], graph, only('users'))), 200);
  assert.equal(await statusWith(await createKey(['REGISTER'], 'another')), 404);
  const stranger = await createKey(['REGISTER'], graph, only('posts'));
  assert.equal((await ask('DELETE', pathOf(graph), { by: stranger })).status, 403);
});

test('a subgraph has no more live instances than its bound, also if they register at once', async () => {
  const { graph, id } = await publishUsers();
  const { instancesPerSubgraph: max } = registryBounds;
  const answers = await Promise.all(
    Array.from({ length: max + 3 }, (_, index) =>
      ask('PUT', pathOf(graph, `i${index}`), { body: { ...facts, url: `http://10.0.1.${index}/graphql` } }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, max);
  assert.equal((await registry.instances.list(id)).length, max);
});
