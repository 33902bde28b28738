import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRangeX, toRangeY } from './chart-ranges.ts';

const openedAtMs = Date.parse('2026-11-29T16:29:43Z');
const line = { isBars: false, spanX: 300_000, firstX: openedAtMs };

test('a line without points shows the minutes before its page was opened, and not those of 1970', () => {
  const [from, to] = toRangeX(null, null, line);
  assert.equal(from, openedAtMs - 300_000);
  assert.ok(to >= openedAtMs && to < openedAtMs + 1_000);
});

test('a line ends at its newest point, and bars have room on both sides', () => {
  const newestMs = openedAtMs + 60_000;
  assert.deepEqual(toRangeX(openedAtMs, newestMs, line), [newestMs - 300_000, newestMs]);
  assert.deepEqual(toRangeX(0, 11, { isBars: true, spanX: undefined, firstX: undefined }), [-0.6, 11.6]);
});

test('amounts are shown from zero on, in either direction', () => {
  assert.deepEqual(toRangeY(null, null), [0, 1]);
  assert.deepEqual(toRangeY(50, 100), [0, 108]);
  assert.deepEqual(toRangeY(-100, 0), [-108, 8]);
});
