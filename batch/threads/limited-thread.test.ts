import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { LimitedThread } from './limited-thread.ts';

const thread = new LimitedThread<string, string>(new URL('./testing/answering-thread.ts', import.meta.url), {
  maxOldGenerationSizeMb: 32,
  maxYoungGenerationSizeMb: 8,
});
const { signal } = new AbortController();
const patient = { timeoutMs: 60_000, signal };

test('a question without an answer is named by its end, and the next one is answered', async (t) => {
  t.after(() => thread.close());
  assert.equal(await thread.ask('one', patient), 'one');
  assert.equal(await thread.ask('two', patient), 'two');
  await assert.rejects(thread.ask('never', { ...patient, timeoutMs: 100 }), { code: 'THREAD_OVERDUE' });
  assert.equal(await thread.ask('three', patient), 'three');
  await assert.rejects(thread.ask('all', patient), { code: 'THREAD_OUT_OF_MEMORY' });
  assert.equal(await thread.ask('four', patient), 'four');
  await assert.rejects(thread.ask('throw', patient), { name: 'RangeError', message: 'a fault' });
  await assert.rejects(thread.ask('exit', patient), /ended with 3/);
  assert.equal(await thread.ask('five', patient), 'five');
});

test('a thread that dies after its answer ends nothing else, and the next question has another one', async (t) => {
  t.after(() => thread.close());
  assert.equal(await thread.ask('later', patient), 'later');
  const next = await waitFor('an answer', () => thread.ask('six', patient).catch(() => undefined));
  assert.equal(next, 'six');
});

test('an abort ends the thread at once', async () => {
  const controller = new AbortController();
  const asked = thread.ask('never', { ...patient, signal: controller.signal });
  controller.abort(new Error('the process ends'));
  await assert.rejects(asked, { message: 'the process ends' });
  await assert.rejects(thread.ask('one', { ...patient, signal: controller.signal }), /process ends/);
});
