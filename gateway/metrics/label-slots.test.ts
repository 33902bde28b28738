import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabelSlots } from './label-slots.ts';

function createSlots(max = 2) {
  let nowMs = 0;
  const removed: string[] = [];
  const slots = new LabelSlots({
    max,
    sightings: 3,
    create: (name) => name,
    remove: (slot) => removed.push(slot),
    now: () => nowMs,
  });
  return {
    removed,
    pass: (ms: number) => {
      nowMs += ms;
    },
    see: (name: string, times = 1) => {
      let found: string | undefined;
      for (let time = 0; time < times; time += 1) found = slots.find(name);
      return found;
    },
  };
}

test('a name has figures of its own once it has come often enough', () => {
  const { see } = createSlots();
  assert.equal(see('a', 2), undefined);
  assert.equal(see('a'), 'a');
});

test('ten thousand names that come once take no place from one that comes back', () => {
  const { see } = createSlots();
  for (let nth = 0; nth < 10_000; nth += 1) assert.equal(see(`made-up-${nth}`), undefined);
  assert.equal(see('a', 3), 'a');
});

test('there are no more places than the maximum, and a place in use is not given away', () => {
  const { see, pass, removed } = createSlots();
  see('a', 3);
  see('b', 3);
  pass(500_000);
  assert.equal(see('a'), 'a');
  assert.equal(see('c', 10), undefined);
  pass(200_000);
  assert.equal(see('c'), 'c');
  assert.deepEqual(removed, ['b']);
  assert.equal(see('a'), 'a');
});

test('without places all names are others', () => {
  assert.equal(createSlots(0).see('a', 10), undefined);
});
