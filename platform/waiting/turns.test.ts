import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from './turns.ts';

test('at most so many tasks run at once, in the order in which they came', async () => {
  const turns = createTurns(2);
  const started: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const runs = ends.map((end, nth) =>
    turns.run(() => {
      started.push(nth);
      return end.promise;
    }),
  );
  assert.deepEqual(started, [0, 1]);
  ends[1]?.resolve();
  await runs[1];
  await Promise.resolve();
  assert.deepEqual(started, [0, 1, 2]);
  for (const end of ends) end.resolve();
  await Promise.all(runs);
  assert.deepEqual(started, [0, 1, 2, 3]);
});

test('a task that fails gives its turn to the next', async () => {
  const turns = createTurns(1);
  const failed = turns.run(() => Promise.reject(new Error('failed')));
  const next = turns.run(async () => 'ran');
  await assert.rejects(failed, { message: 'failed' });
  assert.equal(await next, 'ran');
});
