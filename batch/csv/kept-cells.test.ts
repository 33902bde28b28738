import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toKeptCells } from './kept-cells.ts';

test('cells of common length are kept as they are, longer ones and those beyond the thousandth are cut', () => {
  const common = ['a', '', 'é'.repeat(1_000)];
  assert.equal(toKeptCells(common), common);
  assert.deepEqual(toKeptCells(['x'.repeat(1_000_000), 'b']), ['x'.repeat(1_000), 'b']);
  assert.deepEqual(toKeptCells([`${'x'.repeat(999)}\u{1F600}`]), [`${'x'.repeat(999)}\uD83D`]);
  assert.equal(toKeptCells(Array(5_000).fill('c')).length, 1_000);
});
