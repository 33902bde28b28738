import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importEnded } from '#schema/work-events/import-ended.ts';
import { beginExecution } from './begin-execution.ts';
import { beginStep } from './begin-step.ts';
import { endExecution } from './end-execution.ts';
import { saveChunk } from './save-chunk.ts';
import {
  createChunk,
  createReject,
  createRequest,
  createTestJobs,
  type TestJobs,
  twoPartitions,
} from './testing/test-jobs.ts';

let jobs: TestJobs;

before(async () => {
  jobs = await createTestJobs();
});
after(() => jobs.close());

/** The events in the outbox, in the order in which the relay sends them. */
async function announced() {
  const rows = await jobs.sql<{ value: Buffer; headers: string }[]>`
    select value, headers::text as headers from work_outbox order by position`;
  return rows.map(({ value, headers }) => {
    const decoded = importEnded.decode({ value, headers: JSON.parse(headers) });
    assert.ok(decoded.kind === 'event', JSON.stringify(decoded));
    return decoded.event;
  });
}

test('each end of an execution is announced once, with the counts of the whole job', async () => {
  const first = await beginExecution(jobs, createRequest('märz.csv', { skipLimit: 1 }));
  await beginStep(jobs.sql, first.execution, 'load', async () => twoPartitions);
  await jobs.sql.begin((tx) => saveChunk(tx, createChunk(first.execution, [0, 500], [createReject(3)])));
  assert.deepEqual(await announced(), []);
  await endExecution(jobs.sql, first.execution, 'FAILED', 'The disk is full.');
  await endExecution(jobs.sql, first.execution, 'FAILED', 'The disk is full.');
  await first.lock.close();
  const second = await beginExecution(jobs, createRequest('märz.csv', { skipLimit: 1 }));
  await beginStep(jobs.sql, second.execution, 'load', async () => twoPartitions);
  await jobs.sql.begin((tx) => saveChunk(tx, createChunk(second.execution, [500, 1_000])));
  await endExecution(jobs.sql, second.execution, 'COMPLETED', null);
  await second.lock.close();
  const events = await announced();
  const { number, execution } = first;
  assert.deepEqual(
    events.map(({ endedAt: _endedAt, ...rest }) => rest),
    [
      { status: 'FAILED', loadedRows: 49 },
      { status: 'COMPLETED', loadedRows: 99 },
    ].map((end) => ({
      jobId: execution.instanceId,
      jobNumber: number,
      fileName: 'märz.csv',
      rejectedRows: 1,
      ...end,
    })),
  );
});
