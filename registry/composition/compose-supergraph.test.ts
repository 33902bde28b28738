import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { Composer } from './compose-supergraph.ts';

const composer = new Composer();
after(() => composer.close());
const patient = new AbortController().signal;

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])';
const users = {
  name: 'users',
  url: 'http://users',
  sdl: `${link} type Query { user: User } type User @key(fields: "id") { id: ID! }`,
};
const posts = {
  name: 'posts',
  url: 'http://posts',
  sdl: `${link} type Query { posts: [Post!]! } type Post { id: ID! author: User } type User @key(fields: "id") { id: ID! posts: [Post!]! }`,
};

test('subgraphs compose to one supergraph, whatever their order', async () => {
  const one = await composer.compose([users, posts], patient);
  const other = await composer.compose([posts, users], patient);
  assert.equal(one.kind, 'composed');
  assert.deepEqual(one, other);
  assert.ok(one.kind === 'composed');
  assert.match(one.supergraph, /join__graph\(name: "users", url: "http:\/\/users"\)/);
  assert.match(one.apiSchema, /posts: \[Post!\]!/);
  assert.doesNotMatch(one.apiSchema, /join__/);
});

test('subgraphs that contradict each other are refused with code, message and place', async () => {
  const other = { ...posts, sdl: `${link} type Query { user: Int }` };
  const refused = await composer.compose([users, other], patient);
  assert.ok(refused.kind === 'refused');
  const [problem] = refused.problems;
  assert.equal(problem?.code, 'FIELD_TYPE_MISMATCH');
  assert.match(problem?.message ?? '', /Query\.user/);
  assert.deepEqual(problem?.locations.map(({ subgraph }) => subgraph).toSorted(), ['posts', 'users']);
});

test('a text that is not GraphQL is refused with the line, and no subgraph at all is refused', async () => {
  const refused = await composer.compose([users, { ...posts, sdl: 'type Query {\n  posts: [Post' }], patient);
  assert.ok(refused.kind === 'refused');
  assert.equal(refused.problems[0]?.code, 'INVALID_GRAPHQL');
  assert.equal(refused.problems[0]?.locations[0]?.line, 2);
  const nothing = await composer.compose([], patient);
  assert.ok(nothing.kind === 'refused');
  assert.equal(nothing.problems[0]?.code, 'NO_SUBGRAPHS');
});

test('a composition that takes too long or is given up ends, and the next one has its own result', async () => {
  const hasty = new Composer({ timeoutMs: 1 });
  try {
    await assert.rejects(hasty.compose([users], patient), { code: 'COMPOSITION_OVERDUE' });
  } finally {
    await hasty.close();
  }
  const giveUp = new AbortController();
  const given = composer.compose([users, posts], giveUp.signal);
  const next = composer.compose([users], patient);
  giveUp.abort(new Error('given up'));
  await assert.rejects(given, /given up/);
  const result = await next;
  assert.ok(result.kind === 'composed');
  assert.doesNotMatch(result.apiSchema, /Post/);
});

test('an idle thread ends, and the next composition starts another', async () => {
  const brief = new Composer({ idleMs: 1 });
  try {
    const started = once(process, 'worker');
    const first = await brief.compose([users], patient);
    const [thread] = (await started) as [Worker];
    if (thread.threadId !== -1) await once(thread, 'exit', { signal: AbortSignal.timeout(30_000) });
    assert.deepEqual(await brief.compose([users], patient), first);
  } finally {
    await brief.close();
  }
});

test('more compositions than may wait are refused', async () => {
  const small = new Composer({ maxWaiting: 1 });
  try {
    const first = small.compose([users], patient);
    await assert.rejects(small.compose([users], patient), { code: 'COMPOSER_BUSY' });
    assert.equal((await first).kind, 'composed');
  } finally {
    await small.close();
  }
});
