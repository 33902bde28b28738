import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIssueDateProblem, formatNumber, seriesOf } from './number.ts';

test('a number is the year and at least six digits', () => {
  assert.equal(formatNumber({ series: 2026, sequence: 42 }), '2026-000042');
  assert.equal(formatNumber({ series: 2026, sequence: 1_234_567 }), '2026-1234567');
});

test('the series is the year of the issue date', () => {
  assert.equal(seriesOf('2010-12-31'), 2010);
});

test('an issue date is neither in the future nor a slip of the pen', () => {
  const now = { today: '2026-03-01', timeZone: 'Europe/Paris' };
  assert.equal(findIssueDateProblem('2026-03-01', now), undefined);
  assert.equal(findIssueDateProblem('1900-01-01', now), undefined);
  assert.match(findIssueDateProblem('2026-03-02', now) ?? '', /future.*2026-03-01.*Europe\/Paris/);
  assert.match(findIssueDateProblem('0206-03-01', now) ?? '', /1900-01-01/);
});
