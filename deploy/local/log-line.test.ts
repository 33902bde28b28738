import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLogLine } from './log-line.ts';

const entry = { level: 'info', time: '2026-11-21T09:50:17.123Z', name: 'x', msg: 'ready' };

test('shortens a line of a log', () => {
  assert.deepEqual(toLogLine('billing', JSON.stringify(entry)), {
    isRemarkable: false,
    text: '09:50:17 billing info: ready',
  });
});

test('finds warnings and worse remarkable, with their reason', () => {
  const failed = {
    ...entry,
    level: 'error',
    msg: 'could not close',
    err: { message: 'lost', stack: 'at a' },
  };
  assert.deepEqual(toLogLine('billing', JSON.stringify(failed)), {
    isRemarkable: true,
    text: '09:50:17 billing error: could not close: lost',
  });
  const fatal = { ...entry, level: 'fatal', msg: 'could not start', reason: 'PORT is missing' };
  assert.equal(
    toLogLine('x', JSON.stringify(fatal)).text,
    '09:50:17 x fatal: could not start: PORT is missing',
  );
});

test('shows a text that is not a line of a log', () => {
  assert.deepEqual(toLogLine('x', 'Segmentation fault'), {
    isRemarkable: true,
    text: 'x: Segmentation fault',
  });
  assert.equal(toLogLine('x', '42').isRemarkable, true);
});
