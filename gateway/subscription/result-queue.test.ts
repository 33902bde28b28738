import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shutdownEnd, tooSlowEnd } from './end.ts';
import { type QueueOwner, ResultQueue } from './result-queue.ts';

function createQueue(owner: Partial<QueueOwner> = {}) {
  const left: string[] = [];
  const queue: ResultQueue = new ResultQueue({
    onTaking: () => undefined,
    onTaken: () => undefined,
    onLeft: () => void left.push('left'),
    ...owner,
  });
  return { queue, left };
}

function deliver(number: number) {
  return { result: { data: { number } }, cursor: number, receivedAtMs: 0 };
}

test('results come in order, whether they wait for the reader or the reader for them', async () => {
  const { queue } = createQueue();
  queue.add(deliver(1));
  assert.deepEqual((await queue.next()).value, { data: { number: 1 } });
  const next = queue.next();
  queue.add(deliver(2));
  assert.deepEqual((await next).value, { data: { number: 2 } });
});

test('the end comes after what waits, once, and then nothing', async () => {
  const { queue, left } = createQueue();
  queue.add(deliver(1));
  queue.end(shutdownEnd);
  queue.end(tooSlowEnd);
  queue.add(deliver(2));
  assert.deepEqual((await queue.next()).value, { data: { number: 1 } });
  assert.equal((await queue.next()).value, shutdownEnd);
  assert.deepEqual(await queue.next(), { done: true, value: undefined });
  assert.deepEqual(left, ['left']);
});

test('a reader that waits is told the end', async () => {
  const { queue } = createQueue();
  const next = queue.next();
  queue.end();
  assert.deepEqual(await next, { done: true, value: undefined });
});

test('leaving drops what waits and answers a reader that waits', async () => {
  const { queue, left } = createQueue();
  const next = queue.next();
  await queue.return();
  assert.deepEqual(await next, { done: true, value: undefined });
  queue.add(deliver(1));
  assert.equal(queue.length, 0);
  assert.deepEqual(left, ['left']);
});

test('the owner may end the queue at the moment a result is taken', async () => {
  const { queue } = createQueue({
    onTaking() {
      queue.clear();
      queue.end(tooSlowEnd);
    },
  });
  queue.add(deliver(1));
  assert.equal((await queue.next()).value, tooSlowEnd);
  assert.equal((await queue.next()).done, true);
});

test('two reads at a time are a mistake', () => {
  const { queue } = createQueue();
  void queue.next();
  assert.throws(() => queue.next(), TypeError);
});
