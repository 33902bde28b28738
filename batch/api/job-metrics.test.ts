import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { beginExecution } from '../jobs/begin-execution.ts';
import { beginStep } from '../jobs/begin-step.ts';
import { endExecution } from '../jobs/end-execution.ts';
import { countRollback, saveChunk } from '../jobs/save-chunk.ts';
import {
  createChunk,
  createReject,
  createRequest,
  createTestJobs,
  type TestJobs,
  twoPartitions,
} from '../jobs/testing/test-jobs.ts';
import { addJobMetrics } from './job-metrics.ts';

let jobs: TestJobs;

before(async () => {
  jobs = await createTestJobs();
});
after(() => jobs.close());

test('shows jobs, steps, chunks and rows of every worker, and the progress of running jobs', async (t) => {
  const metrics = createMetrics();
  addJobMetrics(metrics, jobs.sql, createLog({ name: 'test', level: 'silent' }));
  const read = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => /^batch_/.test(line));
  const inZeros = await read();
  assert.ok(inZeros.includes('batch_rows{outcome="read"} 0'), inZeros.join('\n'));

  for (const name of ['ended.csv', 'running.csv', 'died.csv']) {
    const request = createRequest(name, { skipLimit: null });
    const { execution, lock } = await beginExecution(jobs, request);
    t.after(() => lock.close());
    await beginStep(jobs.sql, execution, 'load', async () => twoPartitions);
    const chunk = createChunk(execution, [0, 500], [createReject(1)]);
    await jobs.sql.begin((tx) => saveChunk(tx, chunk));
    await countRollback(jobs.sql, chunk);
    if (name === 'ended.csv') await endExecution(jobs.sql, execution, 'STOPPED', null);
    if (name !== 'running.csv') await lock.close();
  }
  const shown = await read();
  const stepSeconds = shown.filter((line) => /^batch_step_seconds\{step="load"\} [\d.e-]+$/.test(line));
  assert.equal(stepSeconds.length, 1, shown.join('\n'));
  assert.deepEqual(shown.filter((line) => !stepSeconds.includes(line)).toSorted(), [
    'batch_chunks{outcome="committed"} 3',
    'batch_chunks{outcome="rolled_back"} 3',
    'batch_executions{status="STARTED"} 2',
    'batch_executions{status="STOPPED"} 1',
    'batch_jobs{status="DIED"} 1',
    'batch_jobs{status="STARTED"} 1',
    'batch_jobs{status="STOPPED"} 1',
    'batch_requests{status="QUEUED"} 0',
    'batch_requests{status="RUNNING"} 0',
    'batch_rows{outcome="already_there"} 0',
    'batch_rows{outcome="conflicting"} 0',
    'batch_rows{outcome="loaded"} 147',
    'batch_rows{outcome="read"} 150',
    'batch_rows{outcome="rejected"} 3',
    'batch_running_progress{job="2"} 0.5',
    'batch_steps{status="COMPLETED"} 3',
    'batch_steps{status="STARTED"} 2',
    'batch_steps{status="STOPPED"} 1',
  ]);
});

test('figures that cannot be read are absent; the log reports this once, and once that they are back', async (t) => {
  const written: { level: string; msg: string }[] = [];
  const destination = { write: (line: string) => void written.push(JSON.parse(line)) };
  const metrics = createMetrics();
  addJobMetrics(metrics, jobs.sql, createLog({ name: 'test', destination }));
  const hasFigures = async () => /^batch_rows\{/m.test(await metrics.registry.metrics());

  await jobs.sql`alter table step_executions rename to step_executions_away`;
  const bringBack = async () => {
    await jobs.sql`alter table if exists step_executions_away rename to step_executions`;
  };
  t.after(bringBack);
  assert.deepEqual([await hasFigures(), await hasFigures()], [false, false]);
  await bringBack();
  assert.deepEqual([await hasFigures(), await hasFigures()], [true, true]);
  assert.deepEqual(
    written.map(({ level, msg }) => [level, msg]),
    [
      ['warn', 'the figures of the jobs cannot be read: they are absent'],
      ['info', 'the figures of the jobs can be read again'],
    ],
  );
});
