import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCounts } from '../../jobs/load-counts.ts';
import { formatProgress, type ProgressState } from './progress.ts';

const half: ProgressState = {
  fileName: 'invoices.csv',
  counts: { ...noCounts, readRows: 1_500_000, rejectedRows: 3, conflictingRows: 1 },
  rowsNow: 500_000,
  doneBytes: 50,
  totalBytes: 100,
  startBytes: 25,
  elapsedMs: 10_000,
};

test('a line says how far it is, how fast, what was rejected and how long it will take', () => {
  assert.equal(
    formatProgress(half, false),
    'invoices.csv 50 %, 1,500,000 rows, 50,000 rows/s, 4 rejected, 20 s left',
  );
});

test('a terminal sees a bar', () => {
  assert.match(formatProgress(half, true), /^invoices\.csv \[={12} {12}\] 50 %/);
});

test('before anything is done nobody knows the time left', () => {
  assert.match(formatProgress({ ...half, doneBytes: 25 }, false), /time left unknown$/);
});

test('of a compressed file nobody knows how much is left', () => {
  assert.equal(
    formatProgress({ ...half, totalBytes: undefined }, true),
    'invoices.csv, 1,500,000 rows, 50,000 rows/s, 4 rejected, time left unknown',
  );
});
