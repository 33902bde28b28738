import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { DeliveryMode } from '../graph/supergraph/delivery.ts';
import { createEventPipeline } from './event-pipeline.ts';

/** A pipeline whose events end when a test says so. */
function createPipeline(mode: DeliveryMode, maxConcurrentEvents = 3) {
  const running = new Map<number, () => void>();
  const delivered: number[] = [];
  const skipped: string[] = [];
  const pipeline = createEventPipeline<number, number>(mode, {
    maxConcurrentEvents,
    run: (event) => new Promise((resolve) => running.set(event, () => resolve(event))),
    deliver: (event) => void delivered.push(event),
    onSkipped: () => void skipped.push('skipped'),
  });
  return { pipeline, running, delivered, skipped, finish: (event: number) => running.get(event)?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('every event is handed on in order, though later ones may be done first', async () => {
  const { pipeline, delivered, finish } = createPipeline('EVERY');
  await pipeline.push(1);
  await pipeline.push(2);
  finish(2);
  await turn();
  assert.deepEqual(delivered, []);
  finish(1);
  await pipeline.drain();
  assert.deepEqual(delivered, [1, 2]);
});

test('no more events run at a time than may', async () => {
  const { pipeline, running, finish } = createPipeline('EVERY', 2);
  await pipeline.push(1);
  let isTaken = false;
  const second = pipeline.push(2).then(() => {
    isTaken = true;
  });
  await turn();
  assert.equal(isTaken, false);
  assert.deepEqual([...running.keys()], [1, 2]);
  finish(1);
  await second;
  finish(2);
  await pipeline.drain();
});

test('where the newest counts, one event runs and the newest event that has come since is next', async () => {
  const { pipeline, running, delivered, skipped, finish } = createPipeline('NEWEST');
  for (const event of [1, 2, 3]) await pipeline.push(event);
  finish(1);
  await waitFor('the next event', () => running.size === 2);
  assert.deepEqual([...running.keys()], [1, 3]);
  assert.equal(skipped.length, 1);
  finish(3);
  await pipeline.drain();
  assert.deepEqual(delivered, [1, 3]);
});

test('where the newest counts, a delivery that takes long is followed by a pause', async () => {
  const deliveryMs = 150;
  const delivered: { event: number; atMs: number }[] = [];
  const pipeline = createEventPipeline<number, number>('NEWEST', {
    maxConcurrentEvents: 1,
    run: async (event) => event,
    deliver(event) {
      delivered.push({ event, atMs: performance.now() });
      const until = performance.now() + deliveryMs;
      while (performance.now() < until);
    },
    onSkipped: () => {},
  });
  await pipeline.push(1);
  await waitFor('the first', () => delivered.length === 1);
  for (const event of [2, 3, 4]) await pipeline.push(event);
  await pipeline.drain();
  assert.deepEqual(
    delivered.map(({ event }) => event),
    [1, 4],
  );
  const [first, last] = delivered;
  assert.ok((last?.atMs ?? 0) - (first?.atMs ?? 0) >= 2 * deliveryMs - 50 - 2);
});
