import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAbove, isZero } from './compare-decimals.ts';

test('decimals are compared to the last digit, however many they have', () => {
  assert.equal(isAbove('12345678901234567.90', '12345678901234567.89'), true);
  assert.equal(isAbove('12345678901234567.89', '12345678901234567.9'), false);
  assert.equal(isAbove('10', '9.99'), true);
  assert.equal(isAbove('9.990', '9.99'), false);
});

test('zero is zero with any number of decimals', () => {
  assert.deepEqual(['0', '0.00', '0.01', '10'].map(isZero), [true, true, false, false]);
});
