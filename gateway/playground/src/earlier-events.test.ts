import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsyncIterable, type SyncExecutionResult } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql-ws';
import { keepEarlierEvents } from './earlier-events.ts';

async function* count(to: number): AsyncGenerator<ExecutionResult> {
  for (let number = 1; number <= to; number += 1) yield { data: { number } };
}

async function readLast(result: SyncExecutionResult): Promise<ExecutionResult | undefined> {
  assert.ok(isAsyncIterable(result));
  let last: ExecutionResult | undefined;
  for await (const event of result) last = event;
  return last;
}

test('shows the events before the newest one, newest first', async () => {
  assert.deepEqual(await readLast(keepEarlierEvents(count(1))), { data: { number: 1 } });
  assert.deepEqual(await readLast(keepEarlierEvents(count(3))), {
    data: { number: 3 },
    earlierEvents: [{ data: { number: 2 } }, { data: { number: 1 } }],
  });
});

test('keeps twenty of them', async () => {
  const last = await readLast(keepEarlierEvents(count(50)));
  assert.deepEqual(last && 'earlierEvents' in last && [last.earlierEvents].flat().length, 20);
});

test('stops at once where no event comes', async () => {
  let isStopped = false;
  const silent: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => new Promise(() => {}),
    async return() {
      isStopped = true;
      return { done: true, value: undefined };
    },
  };
  const kept = keepEarlierEvents(silent);
  assert.ok(isAsyncIterable(kept));
  const events = kept[Symbol.asyncIterator]();
  void events.next();
  await events.return?.();
  assert.ok(isStopped);
});

test('passes the answer of a query as it is', () => {
  const answer = { data: { number: 1 } };
  assert.equal(keepEarlierEvents(answer), answer);
});
