import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress } from './progress.ts';

function record(times: number[]) {
  const lines: string[] = [];
  return {
    lines,
    progress: createProgress(
      (line) => lines.push(line),
      () => times.shift() ?? 0,
    ),
  };
}

test('says each step with the seconds since the command was given', async () => {
  const { lines, progress } = record([40, 12_345]);
  progress.say('starting PostgreSQL');
  assert.equal(await progress.follow('PostgreSQL', Promise.resolve('url')), 'url');
  assert.deepEqual(lines, ['   0.0 s  starting PostgreSQL', '  12.3 s  PostgreSQL is ready']);
});

test('does not call ready what failed', async () => {
  const { lines, progress } = record([]);
  await assert.rejects(progress.follow('billing', Promise.reject(new Error('no database'))), /no database/);
  assert.deepEqual(lines, []);
});
