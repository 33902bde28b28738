import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toDayParameter, toLocalInstants } from './local-days.ts';

const zone = process.env['TZ'];

before(() => {
  process.env['TZ'] = 'Europe/Paris';
});
after(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test('a day that the calendar has is kept, and nothing else', () => {
  assert.equal(toDayParameter('2024-02-29'), '2024-02-29');
  for (const wrong of [
    '2023-02-29',
    '2026-04-31',
    '2026-13-01',
    '0202-01-01',
    '9999-12-31',
    '2026-1-1',
    '',
    20260101,
  ])
    assert.equal(toDayParameter(wrong), undefined, String(wrong));
});

test('a span goes from the first midnight to the one after the last day, also when clocks are changed', () => {
  // Clocks were put forward on 29 March 2026 in France.
  assert.deepEqual(toLocalInstants({ from: '2026-03-29', to: '2026-03-29' }), {
    start: '2026-03-28T23:00:00.000Z',
    end: '2026-03-29T22:00:00.000Z',
  });
  assert.deepEqual(toLocalInstants({ from: '2026-07-01' }), { start: '2026-06-30T22:00:00.000Z', end: null });
  assert.deepEqual(toLocalInstants({ to: '2026-12-31' }), { start: null, end: '2026-12-31T23:00:00.000Z' });
  assert.deepEqual(toLocalInstants({}), { start: null, end: null });
});

test('nothing is between days in the wrong order', () => {
  assert.deepEqual(toLocalInstants({ from: '2026-07-10', to: '2026-07-01' }), {
    start: '2026-07-09T22:00:00.000Z',
    end: '2026-07-09T22:00:00.000Z',
  });
});
