import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DigestSet } from './digest-set.ts';

/** Few first words, so that most digests want the same slots, at the end of the table too. */
const firstWords = fc.constantFrom(0, 1, 2, 1_022, 1_023, 2_047);
const digest = fc.tuple(firstWords, fc.nat(30)).map(([first, last]) => [first, 7, 7, last]);

test('adds and deletes as a set of texts does, whatever stands in whose place', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), digest), { maxLength: 300 });
  fc.assert(
    fc.property(steps, (given) => {
      const set = new DigestSet();
      const wanted = new Set<string>();
      for (const [isAdded, words] of given) {
        const digests = Uint32Array.from(words);
        const text = words.join();
        if (isAdded) assert.equal(set.add(digests, 0), !wanted.has(text));
        else set.delete(digests, 0);
        if (isAdded) wanted.add(text);
        else wanted.delete(text);
        assert.equal(set.size, wanted.size);
      }
    }),
  );
});

test('grows, and knows all that it had', () => {
  const set = new DigestSet();
  const digests = Uint32Array.from({ length: 4 * 20_000 }, (_, index) => Math.imul(index + 1, 0x9e3779b1));
  const indexes = Array.from({ length: 20_000 }, (_, index) => index);
  assert.ok(indexes.every((index) => set.add(digests, index)));
  assert.ok(indexes.every((index) => !set.add(digests, index)));
  for (const index of indexes) if (index % 2 === 0) set.delete(digests, index);
  assert.ok(indexes.every((index) => set.add(digests, index) === (index % 2 === 0)));
  assert.equal(set.size, 20_000);
});
