import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressRate } from './address-rate.ts';

test('an address has its requests in each minute from its first one on, and no other address pays for it', () => {
  let nowMs = 1_000;
  const rate = new AddressRate(2, () => nowMs);
  assert.deepEqual(
    ['a', 'a', 'a', 'b'].map((address) => rate.take(address)),
    [undefined, undefined, 60, undefined],
  );
  nowMs += 59_500;
  assert.equal(rate.take('a'), 1);
  nowMs += 500;
  assert.deepEqual([rate.take('a'), rate.take('a'), rate.take('a')], [undefined, undefined, 60]);
});
