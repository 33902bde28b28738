import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNumber, parsePlace } from './number.ts';

test('a number is parsed to its place', () => {
  for (const place of [1, 999_999, 1_000_000]) {
    assert.equal(parsePlace('SIM', formatNumber('SIM', place)), place);
  }
});

test('a number of another sequence has no place in this one', () => {
  for (const number of ['2026-000001', 'SIMX-000001', 'SIM-', 'SIM-1', 'SIM-00000x', 'SIM-000001 ']) {
    assert.equal(parsePlace('SIM', number), undefined, number);
  }
});
