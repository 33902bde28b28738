import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import type { FederatedGraph } from '../graph/graph.ts';
import { createChanges } from '../upstream/changes.ts';
import type { AnswerOperation } from './answer-operation.ts';
import type { OperationContext } from './operation-context.ts';
import { shareAnswers } from './share-answers.ts';

const query = parse('query ($id: ID) { book(id: $id) { title } }');
const mutation = parse('mutation { lend }');

/** An answerer that answers when a test says so, with the number of the operation. */
function setUp() {
  const runs: { readonly signal: AbortSignal; readonly answer: () => void }[] = [];
  let shared = 0;
  const answer: AnswerOperation = (_operation, { signal }) =>
    new Promise((resolve) => {
      const number = runs.length;
      runs.push({ signal, answer: () => resolve({ data: { number } }) });
    });
  const changes = createChanges();
  const share = shareAnswers(answer, changes, () => {
    shared += 1;
  });
  const ask = (
    options: {
      document?: typeof query;
      variables?: Record<string, unknown>;
      headers?: Record<string, string>;
      heldPolicies?: readonly string[];
      signal?: AbortSignal;
    } = {},
  ) => {
    const { document = query, variables = {}, headers = {}, heldPolicies } = options;
    const context: OperationContext = {
      caller: { principal: undefined, token: undefined },
      client: { name: '', version: '' },
      requestId: 'r',
      clientAddress: '127.0.0.1',
      ...(heldPolicies && { heldPolicies: new Set(heldPolicies) }),
      subgraphHeaders: headers,
      signal: options.signal ?? new AbortController().signal,
    };
    // Nothing here looks into a graph.
    return share({ graph: {} as FederatedGraph, document, operationName: undefined, variables }, context);
  };
  return { runs, ask, changes, count: () => shared };
}

test('equal queries that are asked at the same moment are answered once, and later ones anew', async () => {
  const { runs, ask, count } = setUp();
  const first = ask({ headers: { traceparent: 'a' } });
  const second = ask({ headers: { traceparent: 'b' } });
  assert.equal(runs.length, 1);
  runs[0]?.answer();
  assert.equal(await first, await second);
  assert.equal(count(), 1);
  const later = ask();
  assert.equal(runs.length, 2);
  runs[1]?.answer();
  assert.deepEqual(await later, { data: { number: 1 } });
});

test('with other variables, another token, another header or other policies nothing is shared; mutations never are', async () => {
  const { runs, ask, count } = setUp();
  const all = [
    ask({ variables: { id: 1 } }),
    ask({ variables: { id: '1' } }),
    ask({ headers: { authorization: 'Bearer a' } }),
    ask({ headers: { authorization: 'Bearer b' } }),
    ask({ headers: { 'x-tenant': 'a' } }),
    ask({ heldPolicies: ['office'] }),
    ask({ heldPolicies: ['office', 'vault'] }),
    ask({ document: parse('query ($id: ID) { book(id: $id) { title } }') }),
    ask({ document: mutation }),
    ask({ document: mutation }),
  ];
  assert.equal(runs.length, all.length);
  for (const run of runs) run.answer();
  await Promise.all(all);
  assert.equal(count(), 0);
});

test('policies that hold alike are no reason to ask twice', async () => {
  const { runs, ask, count } = setUp();
  const all = [ask({ heldPolicies: ['a', 'b'] }), ask({ heldPolicies: ['b', 'a'] })];
  assert.equal(runs.length, 1);
  runs[0]?.answer();
  await Promise.all(all);
  assert.equal(count(), 1);
});

test('nobody waits for an answer that was begun before a mutation was answered, or before an event came', async () => {
  const { runs, ask, changes } = setUp();
  const all = [ask(), ask({ document: mutation })];
  runs[1]?.answer();
  await all[1];
  all.push(ask());
  assert.equal(runs.length, 3);
  changes.note();
  all.push(ask(), ask());
  assert.equal(runs.length, 4);
  for (const run of runs) run.answer();
  await Promise.all(all);
});

test('a client that leaves takes nobody with it, and the last one ends the work', async () => {
  const { runs, ask } = setUp();
  const gone = [new AbortController(), new AbortController()] as const;
  const waiting = gone.map(({ signal }) => ask({ signal }));
  gone[0].abort();
  assert.equal(runs[0]?.signal.aborted, false);
  gone[1].abort();
  assert.equal(runs[0]?.signal.aborted, true);
  const next = ask();
  assert.equal(runs.length, 2);
  for (const run of runs) run.answer();
  assert.deepEqual(await next, { data: { number: 1 } });
  await Promise.all(waiting);
});

test('the time of the first is the time of all, or that of any other once the first has left', async () => {
  const { runs, ask } = setUp();
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
  const waiting = [first, second, third].map(({ signal }) => ask({ signal }));
  const late = () => new DOMException('late', 'TimeoutError');
  second.abort(late());
  assert.equal(runs[0]?.signal.aborted, false);
  first.abort();
  assert.equal(runs[0]?.signal.aborted, false);
  third.abort(late());
  assert.equal(runs[0]?.signal.aborted, true);
  runs[0]?.answer();
  await Promise.all(waiting);
});
