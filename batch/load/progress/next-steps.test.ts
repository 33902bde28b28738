import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedError } from '#platform/errors/coded-error.ts';
import { JobError } from '../../jobs/job-error.ts';
import { RejectLimitError } from '../../jobs/reject-limit-error.ts';
import { toNextSteps } from './next-steps.ts';

const stand = { readRows: 100, rejectedRows: 30, byCode: { NOT_A_DATE: 30 }, isWhole: true };
const text = (failure: Error | undefined) => toNextSteps(7, failure).join('\n');

test('a load that was asked to end, or lost its server, is continued by a restart alone', () => {
  const lost = Object.assign(new Error('the server went away'), { code: 'ECONNRESET' });
  for (const failure of [
    undefined,
    new JobError('STOPPED', 'stop'),
    new DOMException('', 'AbortError'),
    lost,
  ]) {
    assert.equal(text(failure), 'To go on: npm run batch -- restart 7');
  }
});

test('a restart alone is not advised for any other failure, as it would fail again', () => {
  const failures = [
    new RejectLimitError({ limit: 'rows', allowed: 0 }, stand, []),
    new RejectLimitError({ limit: 'percent', allowed: 1, of: 100 }, stand, []),
    new RejectLimitError({ limit: 'reason', allowed: 10, code: 'NOT_A_DATE', count: 30 }, stand, []),
    new CodedError('READING_LOST', 'no memory'),
    new CodedError('FILE_CHANGED', 'changed'),
    new CodedError('FILE_DAMAGED', 'damaged'),
    new CodedError('LINES_SCATTERED', 'scattered'),
    new CodedError('GROUP_TOO_LONG', 'long'),
    new Error('something that nobody thought of'),
  ];
  for (const failure of failures)
    assert.doesNotMatch(text(failure), /^To go on: .* restart 7$/m, failure.message);
  const [rows = new Error(), percent, reason, memory] = failures;
  assert.match(text(rows), /restart 7 --skip-limit 5%/);
  assert.match(text(percent), /restart 7 --skip-limit 5% \(or all\)/);
  assert.match(
    text(reason),
    /restart 7 --reason-limit off\nTo take back what it has loaded: npm run batch -- undo 7/,
  );
  const scattered = { limit: 'reason', allowed: 10, code: 'LINES_SCATTERED', count: 30 } as const;
  assert.match(text(new RejectLimitError(scattered, stand, [])), /load FILE --sort/);
  assert.match(text(memory), /restart 7 --chunk-rows 1000/);
});
