import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SeenBatch, SeenEvents } from './seen-events.ts';

const event = (id: number, source = '/a') => ({ id: String(id), source });

test('knows an event again, in its batch and in later ones', () => {
  const seen = new SeenEvents(1_000);
  assert.deepEqual(
    [1, 1, 2].map((id) => seen.add(event(id))),
    [true, false, true],
  );
  seen.endBatch(3n);
  assert.deepEqual(
    [2, 3].map((id) => seen.add(event(id))),
    [false, true],
  );
});

test('id and source together are the identity', () => {
  const seen = new SeenEvents(1_000);
  assert.equal(seen.add({ id: 'c', source: 'ab' }), true);
  assert.equal(seen.add({ id: 'bc', source: 'a' }), true);
  assert.equal(seen.add({ id: 'c', source: 'ab' }), false);
});

test('knows what was stored', () => {
  const seen = new SeenEvents(1_000);
  for (const id of [1, 2]) seen.add(event(id));
  const { batch } = seen.endBatch(2n);
  const restored = new SeenEvents(1_000);
  restored.restore([batch ?? assert.fail()]);
  assert.deepEqual(
    [1, 2, 3].map((id) => restored.add(event(id))),
    [false, false, true],
  );
});

test('forgets no event that is as near as promised, and says which batches can go', () => {
  const seen = new SeenEvents(1_000);
  const stored: SeenBatch[] = [];
  let forgottenUntil = 0n;
  for (let batch = 1; batch <= 15; batch += 1) {
    for (let nth = 0; nth < 100; nth += 1) seen.add(event(batch * 100 + nth));
    const ended = seen.endBatch(BigInt(batch * 100));
    forgottenUntil = ended.forgottenUntil;
    stored.push(ended.batch ?? assert.fail());
  }
  const restored = new SeenEvents(1_000);
  restored.restore(stored.filter(({ nextOffset }) => nextOffset > forgottenUntil));
  for (const known of [seen, restored]) {
    assert.equal(known.add(event(100)), true, 'beyond the bound');
    assert.equal(known.add(event(600)), false, 'within it');
  }
});

test('batches of a quiet time are known and stored as large ones are', () => {
  const seen = new SeenEvents(1_000);
  const stored: SeenBatch[] = [];
  for (let id = 1; id <= 2_000; id += 1) {
    assert.equal(seen.add(event(id)), true);
    stored.push(seen.endBatch(BigInt(id)).batch ?? assert.fail());
  }
  assert.ok(stored.every(({ digests }) => digests.length === 16));
  const restored = new SeenEvents(1_000);
  restored.restore(stored.slice(-1_000));
  for (const known of [seen, restored]) {
    for (let id = 1_001; id <= 2_000; id += 1) assert.equal(known.add(event(id)), false);
    assert.equal(known.add(event(1)), true);
  }
});

test('a batch of repeats stores nothing', () => {
  const seen = new SeenEvents(1_000);
  seen.add(event(1));
  seen.endBatch(1n);
  seen.add(event(1));
  assert.equal(seen.endBatch(2n).batch, null);
});
