import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventBuffer } from './event-buffer.ts';

function createBuffer() {
  const flow: string[] = [];
  const buffer = new EventBuffer<number>({
    onFull: () => void flow.push('full'),
    onDrained: () => void flow.push('drained'),
  });
  return { buffer, flow };
}

test('the sender is held back once when many events wait, and let go when few do', async () => {
  const { buffer, flow } = createBuffer();
  for (let event = 1; event <= 80; event += 1) buffer.add(event);
  assert.deepEqual(flow, ['full']);
  const events = buffer.drain();
  for (let event = 1; event <= 63; event += 1) assert.equal((await events.next()).value, event);
  assert.deepEqual(flow, ['full']);
  await events.next();
  assert.deepEqual(flow, ['full', 'drained']);
});

test('events before the end are read, and none after it', async () => {
  const { buffer } = createBuffer();
  buffer.add(1);
  buffer.end(new Error('lost'));
  buffer.end();
  buffer.add(2);
  const events = buffer.drain();
  assert.equal((await events.next()).value, 1);
  await assert.rejects(events.next(), /lost/);
});

test('a reader that waits is woken by an event and by the end', async () => {
  const { buffer } = createBuffer();
  const events = buffer.drain();
  const first = events.next();
  buffer.add(1);
  assert.equal((await first).value, 1);
  const second = events.next();
  buffer.end();
  assert.equal((await second).done, true);
});
