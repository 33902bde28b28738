import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { CurrentSupergraphs } from './current-supergraphs.ts';
import { type DeliveryServer, startDeliveryServer } from './testing/delivery-server.ts';

let server: DeliveryServer;
let key: string;
before(async () => {
  server = await startDeliveryServer();
  key = await server.createKey(undefined, ['READ']);
});
after(() => server.close());

let graphs = 0;
const nextRef = () => {
  graphs += 1;
  return { graph: `shop${graphs}`, variant: 'current' };
};

interface AskOptions {
  readonly key?: string;
  readonly known?: readonly string[];
  readonly waitSeconds?: number;
}

async function ask(graph: string, { key: other = key, known = [], waitSeconds }: AskOptions = {}) {
  const response = await fetch(`${server.url}/supergraph/${graph}/current`, {
    headers: {
      'x-api-key': other,
      ...(known.length > 0 && { 'if-none-match': known.map((hash) => `"${hash}"`).join(', ') }),
      ...(waitSeconds !== undefined && { prefer: `wait=${waitSeconds}` }),
    },
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    hash: response.headers.get('etag')?.slice(1, -1) ?? '',
    headers: response.headers,
  };
}

test('the supergraph that runs is given with its SHA-256 as ETag, and not again to whoever has it', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  const { status, text, hash } = await ask(ref.graph);
  assert.equal(status, 200);
  assert.match(text, /type User/);
  assert.equal(hash, createHash('sha256').update(text).digest('hex'));
  const again = await ask(ref.graph, { known: ['0'.repeat(64), hash] });
  assert.deepEqual([again.status, again.text], [304, '']);
});

test('whoever waits is given the next supergraph at once, and not one that does not compose', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  const { hash } = await ask(ref.graph);
  const waiting = ask(ref.graph, { known: [hash], waitSeconds: 20 });
  await server.publish(ref, 'clash', shopSdl.clash);
  await server.publish(ref, 'clash', 'type Query { clash: Int }');
  const publishedMs = performance.now();
  const next = await waiting;
  assert.ok(performance.now() - publishedMs < 10_000);
  assert.equal(next.status, 200);
  assert.match(next.text, /clash: Int/);
  assert.equal(next.headers.get('preference-applied'), 'wait=20');
});

test('a wait ends when its time is over', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  const { hash } = await ask(ref.graph);
  const from = performance.now();
  assert.equal((await ask(ref.graph, { known: [hash], waitSeconds: 1 })).status, 304);
  const tookMs = performance.now() - from;
  assert.ok(tookMs > 900 && tookMs < 10_000, `${tookMs} ms`);
});

test('without notifications another supergraph is found all the same', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  const supergraphs = new CurrentSupergraphs(server.registry.db, { pollMs: 20 });
  const state = await supergraphs.find(ref);
  assert.ok(typeof state === 'object');
  const { signal } = new AbortController();
  const waiting = supergraphs.waitForOther(ref, new Set([state.hash]), { maxMs: 20_000, signal });
  await server.publish(ref, 'posts', shopSdl.posts);
  const next = await waiting;
  assert.ok(typeof next === 'object' && next.hash !== state.hash);
});

test('many who wait for one variant share the statements', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  let statements = 0;
  const { db } = server.registry;
  const counting = new Proxy(db, {
    get(target, name) {
      if (name === 'select') statements += 1;
      return Reflect.get(target, name);
    },
  });
  const supergraphs = new CurrentSupergraphs(counting, { pollMs: 100 });
  const state = await supergraphs.find(ref);
  assert.ok(typeof state === 'object');
  const options = { maxMs: 250, signal: new AbortController().signal };
  await Promise.all(
    Array.from({ length: 500 }, () => supergraphs.waitForOther(ref, new Set([state.hash]), options)),
  );
  assert.ok(statements <= 6, `${statements} statements`);
});

test('a key is needed, with the right READ and for this graph; what it is not for does not exist for it', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', shopSdl.users);
  const statusWith = async (other: string) => (await ask(ref.graph, { key: other })).status;
  assert.equal(await statusWith('no key of this registry, though long enough'), 401);
  assert.equal(await statusWith(await server.createKey(ref.graph, ['REPORT'])), 403);
  assert.equal(await statusWith(await server.createKey('another', ['READ'])), 404);
  assert.equal(await statusWith(await server.createKey(ref.graph, ['READ'])), 200);
  assert.equal((await ask('nothing')).status, 404);
  assert.equal((await ask('..%2F..')).status, 404);
});

test('whoever tries many keys is not even looked up', async () => {
  const own = await startDeliveryServer();
  const statuses: number[] = [];
  for (let index = 0; index < 121; index += 1) {
    const headers = { 'x-api-key': `no key of this registry: number ${index}` };
    statuses.push((await fetch(`${own.url}/supergraph/shop/current`, { headers })).status);
  }
  assert.deepEqual(new Set(statuses.slice(0, -1)), new Set([401]));
  assert.equal(statuses.at(-1), 429);
  await own.close();
});

test('a variant of which nothing composed yet has no supergraph', async () => {
  const ref = nextRef();
  await server.publish(ref, 'users', 'type Query { user: Nothing }');
  assert.equal((await ask(ref.graph)).status, 404);
});

test('a server that stops keeps nobody waiting', async () => {
  const own = await startDeliveryServer();
  const ref = { graph: 'shop', variant: 'current' };
  await own.publish(ref, 'users', shopSdl.users);
  const headers = { 'x-api-key': await own.createKey('shop', ['READ']) };
  const url = `${own.url}/supergraph/shop/current`;
  const etag = (await fetch(url, { headers })).headers.get('etag') ?? '';
  const waiting = fetch(url, { headers: { ...headers, 'if-none-match': etag, prefer: 'wait=30' } });
  const from = performance.now();
  await waitFor('the request', () => performance.now() - from > 200);
  await own.stop();
  assert.equal((await waiting).status, 304);
  assert.ok(performance.now() - from < 15_000);
  await own.close();
});

test('without its database the registry answers 503', async () => {
  const own = await startDeliveryServer();
  await own.registry.sql.end({ timeout: 1 });
  const response = await fetch(`${own.url}/supergraph/shop/current`, {
    headers: { 'x-api-key': 'a key of the length that keys have' },
  });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '1');
  await own.close();
});
