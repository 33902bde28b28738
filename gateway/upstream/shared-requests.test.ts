import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type Changes, createChanges } from './changes.ts';
import { parseSubgraphText } from './parse-subgraph-response.ts';
import { shareRequests } from './shared-requests.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from './subgraph-transport.ts';

/** A request that was sent, and how it ends. */
interface SentRequest {
  readonly request: SubgraphRequest;
  readonly call: SubgraphCall;
  answer(text: string): void;
  fail(error: Error): void;
}

let sent: SentRequest[];
let shared: string[];
let transport: SubgraphTransport;
let changes: Changes;
beforeEach(() => {
  sent = [];
  shared = [];
  changes = createChanges();
  const sender: SubgraphTransport = {
    send(request, call) {
      const { promise, resolve, reject } = Promise.withResolvers<SubgraphResponse>();
      const answer = (text: string) => resolve(parseSubgraphText(request.subgraph, 200, text));
      sent.push({ request, call, answer, fail: reject });
      return promise;
    },
  };
  transport = shareRequests(sender, changes, (subgraph) => void shared.push(subgraph));
});

const request: SubgraphRequest = { subgraph: 'books', query: '{ books { id } }' };
const { signal } = new AbortController();
const send = (more: Partial<SubgraphRequest> = {}, call: Partial<SubgraphCall> = {}) =>
  transport.send({ ...request, ...more }, { headers: {}, signal, ...call });

test('equal queries in flight are one request, and each caller has objects of its own', async () => {
  const answers = Promise.all([send(), send(), send()]);
  assert.equal(sent.length, 1);
  assert.deepEqual(shared, ['books', 'books']);
  sent[0]?.answer('{"data":{"books":[{"id":"1"}]},"errors":[{"message":"m","extensions":{"code":"C"}}]}');
  const [one, two, three] = await answers;
  for (const other of [two, three]) {
    assert.deepEqual(other, one);
    assert.notEqual(other.data, one.data);
    assert.notEqual(other.errors?.[0]?.extensions, one.errors?.[0]?.extensions);
  }
  assert.notEqual(two.data, three.data);
});

test('once it is answered, the next query is a request of its own', async () => {
  for (const expected of [1, 2]) {
    const asking = send();
    sent.at(-1)?.answer('{"data":{}}');
    await asking;
    assert.equal(sent.length, expected);
  }
  assert.deepEqual(shared, []);
});

const representations = ['{"__typename":"Book","id":"1"}'];

test('whatever differs is not shared', () => {
  const authorization = 'Bearer a';
  const calls: readonly [Partial<SubgraphRequest>, Partial<SubgraphCall>][] = [
    [{}, {}],
    [{ subgraph: 'people' }, {}],
    [{ query: '{ books { title } }' }, {}],
    [{ operationName: 'Q' }, {}],
    [{ variables: {} }, {}],
    [{ variables: { first: 1 } }, {}],
    [{ variables: { first: '1' } }, {}],
    [{ representations: [] }, {}],
    [{ representations }, {}],
    [{ representations: [...representations, ...representations] }, {}],
    [{ representations, moreRepresentations: [['others', representations]] }, {}],
    [{ representations, moreRepresentations: [['others', []]] }, {}],
    [{}, { headers: { authorization } }],
    [{}, { headers: { authorization: 'Bearer b' } }],
    [{}, { headers: { authorization, 'x-tenant': 'a' } }],
    [{}, { headers: { 'x-tenant': 'a' } }],
    [{}, { headers: { 'x-tenant': '' } }],
  ];
  for (const [more, call] of calls) void send(more, call);
  assert.equal(sent.length, calls.length);
  for (const [more, call] of calls) void send(structuredClone(more), { signal, ...call });
  assert.equal(sent.length, calls.length);
  assert.equal(shared.length, calls.length);
});

test('requests of different traces are shared', () => {
  for (const digit of '12') {
    void send(
      {},
      { headers: { traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01`, tracestate: 'a=1' } },
    );
  }
  assert.equal(sent.length, 1);
});

test('mutations are not shared, nor is a request that began before an event came', () => {
  for (let time = 0; time < 2; time += 1) {
    void send({ query: 'mutation { touch }' });
    void send();
    changes.note();
  }
  assert.deepEqual([sent.length, shared], [4, []]);
});

test('nobody joins a request that began before a mutation was answered', async () => {
  void send();
  const changing = send({ query: 'mutation { touch }' });
  void send();
  assert.equal(sent.length, 2);
  sent[1]?.answer('{"data":{}}');
  await changing;
  void send();
  void send();
  assert.equal(sent.length, 3);
});

test('a caller may leave alone, and the request ends when all have left', async () => {
  const leaving = [new AbortController(), new AbortController()] as const;
  const [one, other] = leaving.map((each) => send({}, { signal: each.signal }));
  leaving[0].abort(new DOMException('The client is gone.', 'AbortError'));
  await assert.rejects(one ?? Promise.resolve(), { code: 'SUBGRAPH_UNAVAILABLE' });
  assert.equal(sent[0]?.call.signal.aborted, false);
  leaving[1].abort(new DOMException('Time is up.', 'TimeoutError'));
  await assert.rejects(other ?? Promise.resolve(), { code: 'SUBGRAPH_TIMEOUT' });
  assert.equal(sent[0]?.call.signal.aborted, true);
  sent[0]?.fail(new Error('aborted'));
  void send();
  assert.equal(sent.length, 2);
});

test('the first may leave while another one waits', async () => {
  const leaving = new AbortController();
  const first = send({}, { signal: leaving.signal });
  const second = send();
  leaving.abort();
  await assert.rejects(first);
  sent[0]?.answer('{"data":{"x":1}}');
  assert.deepEqual((await second).data, { x: 1 });
});

test('a failure is the failure of all', async () => {
  const asking = [send(), send()];
  sent[0]?.fail(new CodedError('SUBGRAPH_TIMEOUT', 'late'));
  for (const each of asking) await assert.rejects(each, { code: 'SUBGRAPH_TIMEOUT' });
});

test('a caller that has left already sends nothing that lasts', async () => {
  await assert.rejects(send({}, { signal: AbortSignal.abort() }), { code: 'SUBGRAPH_UNAVAILABLE' });
  assert.equal(sent[0]?.call.signal.aborted, true);
});
