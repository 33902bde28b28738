import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../upstream/subgraph-transport.ts';
import { createEntityBatching } from './entity-batching.ts';

interface Sent {
  readonly ids: unknown[];
  readonly headers: SubgraphCall['headers'];
  readonly signal: AbortSignal;
  readonly answer: (response: SubgraphResponse) => void;
  readonly fail: (error: Error) => void;
}

/** A subgraph whose every answer a test decides. */
function setUp() {
  const sent: Sent[] = [];
  const subgraph: SubgraphTransport = {
    send: ({ representations = [] }, { headers, signal }) =>
      new Promise((answer, fail) => {
        const ids = representations.map((text) => (JSON.parse(text) as { id: unknown }).id);
        sent.push({ ids, headers, signal, answer, fail });
      }),
  };
  const batching = createEntityBatching(subgraph);
  const ask = (
    id: number,
    options: { headers?: Record<string, string>; signal?: AbortSignal; query?: string } = {},
  ) => {
    const { headers = {}, signal = new AbortController().signal, query = 'query' } = options;
    const request: SubgraphRequest = { subgraph: 'a', query, representations: [JSON.stringify({ id })] };
    return batching.send(request, { headers, signal });
  };
  const answerWith = (nth: number) =>
    sent[nth]?.answer({ data: { _entities: sent[nth].ids.map((id) => ({ name: `no. ${id}` })) } });
  return { sent, batching, ask, answerWith };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const named = (id: number) => ({ data: { _entities: [{ name: `no. ${id}` }] } });

test('requests that differ in their traces go together, those with other headers do not', async () => {
  const { sent, ask, answerWith } = setUp();
  const first = ask(1, { headers: { 'x-tenant': 'a' } });
  await turn();
  const others = [
    ask(2, { headers: { 'x-tenant': 'a', traceparent: 'one' } }),
    ask(3, { headers: { 'x-tenant': 'a', traceparent: 'other' } }),
    ask(4, { headers: { 'x-tenant': 'b' } }),
  ];
  answerWith(0);
  await first;
  await turn();
  assert.deepEqual(sent.map(({ ids }) => ids).sort(), [[1], [2, 3], [4]]);
  for (const nth of [1, 2]) answerWith(nth);
  await Promise.all(others);
});

test('the first goes at once; those that come while it is under way go as one', async () => {
  const { sent, ask, answerWith } = setUp();
  const first = ask(1);
  await turn();
  const others = [ask(2), ask(3), ask(2)];
  await turn();
  assert.deepEqual(
    sent.map(({ ids }) => ids),
    [[1]],
  );
  answerWith(0);
  assert.deepEqual(await first, named(1));
  await turn();
  assert.deepEqual(
    sent.map(({ ids }) => ids),
    [[1], [2, 3]],
  );
  answerWith(1);
  assert.deepEqual(await Promise.all(others), [named(2), named(3), named(2)]);
});

test('requests that differ in more than representations never go together, above all not with different tokens', async () => {
  const { sent, ask } = setUp();
  const all = [
    ask(1, { headers: { authorization: 'Bearer a' } }),
    ask(2, { headers: { authorization: 'Bearer b' } }),
    ask(3, { headers: { authorization: 'Bearer a' }, query: 'another' }),
  ];
  await turn();
  assert.deepEqual(
    sent.map(({ ids, headers }) => [ids, headers['authorization']]),
    [
      [[1], 'Bearer a'],
      [[2], 'Bearer b'],
      [[3], 'Bearer a'],
    ],
  );
  for (const { answer, ids } of sent) answer(named(Number(ids[0])));
  assert.deepEqual(await Promise.all(all), [named(1), named(2), named(3)]);
});

test('a failure fails all requests that went together, and later ones go on', async () => {
  const { sent, ask, answerWith } = setUp();
  const failing = [ask(1), ask(2)];
  const settled = Promise.allSettled(failing);
  await turn();
  const next = ask(3);
  sent[0]?.fail(new Error('away'));
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await turn();
  answerWith(1);
  assert.deepEqual(await next, named(3));
});

test('requests that one of them spoils are sent again one by one', async () => {
  const { sent, ask, answerWith } = setUp();
  const both = [ask(1), ask(2)];
  await turn();
  const spoilt = { data: null, errors: [{ message: 'no' }] };
  sent[0]?.answer(spoilt);
  await turn();
  assert.deepEqual(
    sent.map(({ ids }) => ids),
    [[1, 2], [1], [2]],
  );
  sent[1]?.answer(spoilt);
  answerWith(2);
  assert.deepEqual(await Promise.all(both), [spoilt, named(2)]);
});

test('a caller that gives up ends at once; the request ends when all have, and queued ones are not sent', async () => {
  const { sent, ask, answerWith } = setUp();
  const gone = [new AbortController(), new AbortController(), new AbortController()] as const;
  const given = gone.map(({ signal }, id) => ask(id, { signal }));
  const ended = given.map((each) => assert.rejects(each, { code: 'SUBGRAPH_TIMEOUT' }));
  await turn();
  const late = new AbortController();
  const waiting = assert.rejects(ask(3, { signal: late.signal }), { code: 'SUBGRAPH_TIMEOUT' });
  const stays = ask(4);
  late.abort();
  await waiting;
  gone[0].abort();
  gone[1].abort();
  await Promise.all(ended.slice(0, 2));
  assert.equal(sent[0]?.signal.aborted, false);
  gone[2].abort();
  await ended[2];
  assert.equal(sent[0]?.signal.aborted, true);
  sent[0]?.fail(new Error('aborted'));
  await turn();
  assert.deepEqual(sent[1]?.ids, [4]);
  answerWith(1);
  assert.deepEqual(await stays, named(4));
});

test('a batch has a limit, and other requests are not batched', async () => {
  const { sent, ask, batching, answerWith } = setUp();
  const all = Array.from({ length: 150 }, (_, id) => ask(id));
  const plain = batching.send(
    { subgraph: 'a', query: 'query' },
    { headers: {}, signal: new AbortController().signal },
  );
  assert.equal(sent.length, 1);
  sent[0]?.answer({ data: { plain: true } });
  assert.deepEqual(await plain, { data: { plain: true } });
  await turn();
  assert.equal(sent[1]?.ids.length, 100);
  answerWith(1);
  await turn();
  answerWith(2);
  assert.deepEqual(
    await Promise.all(all),
    all.map((_, id) => named(id)),
  );
});
