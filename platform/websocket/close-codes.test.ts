import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitReason, toCodeLabel } from './close-codes.ts';

test('a reason is cut to 123 bytes, between characters', () => {
  assert.equal(fitReason('Token expired'), 'Token expired');
  assert.equal(fitReason('a'.repeat(124)), 'a'.repeat(123));
  assert.equal(fitReason(`${'a'.repeat(121)}€€`), 'a'.repeat(121));
});

test('codes that clients make up count as one', () => {
  assert.deepEqual([1000, 1006, 4403, 4500].map(toCodeLabel), ['1000', '1006', '4403', '4500']);
  assert.deepEqual([3000, 4000, 4999].map(toCodeLabel), ['other', 'other', 'other']);
});
