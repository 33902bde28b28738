import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { InstanceStore } from '../discovery/instance-store.ts';
import { hashDocument } from '../graphs/documents.ts';
import { shopSdl } from '../testing/shop-sdl.ts';
import { CurrentInstances } from './current-instances.ts';
import { type DeliveryServer, startDeliveryServer } from './testing/delivery-server.ts';

let server: DeliveryServer;
let key: string;
before(async () => {
  server = await startDeliveryServer();
  key = await server.createKey(undefined, ['READ']);
});
after(() => server.close());

let graphs = 0;
async function publishUsers() {
  graphs += 1;
  const ref = { graph: `shop${graphs}`, variant: 'current' };
  await server.publish(ref, 'users', shopSdl.users);
  return ref;
}

interface Ref {
  readonly graph: string;
  readonly variant: string;
}

const usersHash = hashDocument(shopSdl.users);
const operator = {
  id: 'test',
  name: 'test',
  graph: undefined,
  rights: new Set(['REGISTER'] as const),
  subgraphs: undefined,
};

function join(ref: Ref, id: string, { sdlHash = usersHash, leaseSeconds = 15 } = {}) {
  const facts = { url: `http://${id}.example/graphql`, sdlHash, version: '', leaseSeconds };
  return server.registry.instances.register({ ref, subgraph: 'users', id }, facts, operator);
}

async function ask({ graph }: Ref, { known = '', waitSeconds = 0 } = {}) {
  const response = await fetch(`${server.url}/instances/${graph}/current`, {
    headers: {
      'x-api-key': key,
      ...(known !== '' && { 'if-none-match': `"${known}"` }),
      ...(waitSeconds > 0 && { prefer: `wait=${waitSeconds}` }),
    },
  });
  const text = await response.text();
  return { status: response.status, text, hash: response.headers.get('etag')?.slice(1, -1) ?? '' };
}

const idsIn = (text: string) =>
  ((JSON.parse(text) as { subgraphs: { users?: { id: string }[] } }).subgraphs.users ?? []).map(
    ({ id }) => id,
  );

test('gateways are given the instances with their addresses, and the SHA-256 of the list as ETag', async () => {
  const ref = await publishUsers();
  assert.deepEqual(JSON.parse((await ask(ref)).text), { subgraphs: {} });
  await join(ref, 'two');
  await join(ref, 'one');
  const { status, text, hash } = await ask(ref);
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(text), {
    subgraphs: {
      users: [
        { id: 'one', url: 'http://one.example/graphql' },
        { id: 'two', url: 'http://two.example/graphql' },
      ],
    },
  });
  assert.equal(hash, createHash('sha256').update(text).digest('hex'));
});

test('a renewal makes no other list', async () => {
  const ref = await publishUsers();
  await join(ref, 'one');
  const { hash } = await ask(ref);
  await join(ref, 'one');
  assert.equal((await ask(ref, { known: hash })).status, 304);
});

test('whoever waits hears at once that an instance joins or leaves', async () => {
  const ref = await publishUsers();
  let { hash } = await ask(ref);
  for (const [change, ids] of [
    [() => join(ref, 'one'), ['one']],
    [() => server.registry.instances.leave({ ref, subgraph: 'users', id: 'one' }), []],
  ] as const) {
    const waiting = ask(ref, { known: hash, waitSeconds: 20 });
    await change();
    const fromMs = performance.now();
    const next = await waiting;
    assert.ok(performance.now() - fromMs < 10_000);
    assert.deepEqual(idsIn(next.text), ids);
    hash = next.hash;
  }
});

test('an instance whose lease is over leaves the list, though nobody notifies', async () => {
  const ref = await publishUsers();
  await join(ref, 'one');
  const { hash } = await ask(ref);
  const waiting = ask(ref, { known: hash, waitSeconds: 20 });
  await server.registry.sql`update registry.instances set expires_at = now() + interval '300 ms'`;
  const fromMs = performance.now();
  assert.deepEqual(idsIn((await waiting).text), []);
  assert.ok(performance.now() - fromMs < 10_000);
});

test('an instance that is refused is not given until its SDL is the one that runs', async () => {
  const ref = await publishUsers();
  const { graphs: store, sql, log } = server.registry;
  const instances = new InstanceStore({ sql, log }, { refusesDiffering: true });
  const current = new CurrentInstances({ graphs: store, instances }, { pollMs: 20 });
  const next = `${shopSdl.users}extend type Query { next: Int }`;
  await join(ref, 'old');
  await join(ref, 'new', { sdlHash: hashDocument(next) });
  const { signal } = new AbortController();
  const find = (known: readonly string[]) =>
    current.waitForOther(ref, new Set(known), { maxMs: 30_000, signal });
  const before = await find([]);
  assert.deepEqual(idsIn(before.text), ['old']);
  await server.publish(ref, 'users', next);
  assert.deepEqual(idsIn((await find([before.hash])).text), ['new']);
});

test('a variant that does not exist has no instances, and no right to read is told nothing', async () => {
  assert.deepEqual(JSON.parse((await ask({ graph: 'nothing', variant: 'current' })).text), { subgraphs: {} });
  const ref = await publishUsers();
  const headers = { 'x-api-key': await server.createKey(ref.graph, ['REGISTER']) };
  assert.equal((await fetch(`${server.url}/instances/${ref.graph}/current`, { headers })).status, 403);
});
