import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoadPace } from './load-pace.ts';

const options = { minMs: 100, maxMs: 500 };

test('quick loads follow each other as often as allowed', () => {
  const pace = new LoadPace(options);
  for (let nth = 0; nth < 20; nth += 1) pace.note(10);
  assert.equal(pace.intervalMs, 100);
});

test('slow loads take at most a fifth of the time, up to the longest wait', () => {
  const pace = new LoadPace(options);
  for (let nth = 0; nth < 50; nth += 1) pace.note(60);
  assert.ok(Math.abs(pace.intervalMs - 240) < 1);
  for (let nth = 0; nth < 50; nth += 1) pace.note(2_000);
  assert.equal(pace.intervalMs, 500);
});

test('one slow load among quick ones changes little, and the pace recovers', () => {
  const pace = new LoadPace(options);
  pace.note(80);
  assert.equal(pace.intervalMs, 100);
  for (let nth = 0; nth < 20; nth += 1) pace.note(1_000);
  for (let nth = 0; nth < 20; nth += 1) pace.note(5);
  assert.equal(pace.intervalMs, 100);
});
