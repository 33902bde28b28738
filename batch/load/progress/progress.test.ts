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

test('a line has the progress, the rate, the rejected rows and the time left', () => {
  assert.equal(
    formatProgress(half, false),
    'invoices.csv 50 %, 1,500,000 rows, 50,000 rows/s, 4 rejected, 20 s left',
  );
});

test('a terminal sees a bar', () => {
  assert.match(formatProgress(half, true), /^invoices\.csv \[={12} {12}\] 50 %/);
});

test('the time left is unknown before anything is done', () => {
  assert.match(formatProgress({ ...half, doneBytes: 25 }, false), /time left unknown$/);
});

test('the rest of a compressed file is unknown', () => {
  assert.equal(
    formatProgress({ ...half, totalBytes: undefined }, true),
    'invoices.csv, 1,500,000 rows, 50,000 rows/s, 4 rejected, time left unknown',
  );
});
