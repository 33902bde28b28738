import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { abandonJob } from './abandon-job.ts';
import { type BegunExecution, beginExecution } from './begin-execution.ts';
import { beginStep } from './begin-step.ts';
import { endExecution } from './end-execution.ts';
import { getJob, listJobOverviews, sumCounts } from './find-jobs.ts';
import type { Reject } from './job.ts';
import { JobError } from './job-error.ts';
import { countRejects, readRejects } from './read-rejects.ts';
import { countRollback, saveChunk } from './save-chunk.ts';
import { stopJob } from './stop-job.ts';
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

/** Begins to load a file; the lock goes when the test ends. */
async function begin(
  context: { after(close: () => Promise<void>): void },
  ...request: Parameters<typeof createRequest>
): Promise<BegunExecution> {
  const begun = await beginExecution(jobs, createRequest(...request));
  context.after(() => begun.lock.close());
  return begun;
}

function plan(begun: BegunExecution) {
  return beginStep(jobs.sql, begun.execution, 'load', async () => twoPartitions);
}

function save(
  { execution }: BegunExecution,
  range: readonly [number, number],
  rejects: readonly Reject[] = [],
) {
  return jobs.sql.begin((tx) => saveChunk(tx, createChunk(execution, range, rejects)));
}

async function end(begun: BegunExecution, ...how: ['COMPLETED' | 'STOPPED' | 'FAILED', string | null]) {
  await endExecution(jobs.sql, begun.execution, ...how);
  await begun.lock.close();
}

async function allRejects({ execution }: BegunExecution): Promise<Reject[]> {
  const kept: Reject[] = [];
  for await (const reject of readRejects(jobs.sql, execution.instanceId)) kept.push(reject);
  return kept;
}

async function statusOf({ number }: BegunExecution) {
  const { status, attempt, isRunning, exitMessage } = await getJob(jobs.sql, number);
  return { status, attempt, isRunning, exitMessage };
}

test('loads a file once: complete, it is not run again from whatever path', async (t) => {
  const begun = await begin(t, 'once.csv');
  assert.equal(begun.isRestart, false);
  assert.deepEqual(await statusOf(begun), {
    status: 'STARTED',
    attempt: 1,
    isRunning: true,
    exitMessage: null,
  });
  await plan(begun);
  await save(begun, [0, 500]);
  await assert.rejects(endExecution(jobs.sql, begun.execution, 'COMPLETED', null), /open checkpoints/);
  await save(begun, [500, 1_000]);
  await end(begun, 'COMPLETED', null);
  assert.deepEqual(await statusOf(begun), {
    status: 'COMPLETED',
    attempt: 1,
    isRunning: false,
    exitMessage: null,
  });

  const elsewhere = { file: { path: '/elsewhere/renamed.csv', bytes: 1_000 } };
  const again = beginExecution(jobs, createRequest('once.csv', elsewhere));
  await assert.rejects(again, {
    code: 'ALREADY_COMPLETE',
    message: new RegExp(`as job ${begun.number}, 20`),
  });
  const other = await begin(t, 'once.csv', { mapping: { name: 'facturation', separator: ';' } });
  assert.notEqual(other.number, begun.number);
});

test('two workers on one instance: the second is refused, whichever of many is first', async (t) => {
  await begin(t, 'two.csv');
  const second = beginExecution(jobs, createRequest('two.csv'));
  await assert.rejects(second, { code: 'ALREADY_RUNNING', message: new RegExp(`:${process.pid}\\.`) });

  const race = await Promise.allSettled(
    Array.from({ length: 6 }, () => beginExecution(jobs, createRequest('race.csv'))),
  );
  const won = race.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  await Promise.all(won.map(({ lock }) => lock.close()));
  assert.equal(won.length, 1);
  for (const one of race) if (one.status === 'rejected') assert.equal(one.reason.code, 'ALREADY_RUNNING');
});

test('a failed execution continues at the last committed chunk of each partition', async (t) => {
  const begun = await begin(t, 'restart.csv');
  const [first, second] = await plan(begun);
  assert.deepEqual(
    [first?.next, second?.next],
    twoPartitions.map(({ start }) => start),
  );
  await save(begun, [0, 200]);
  await save(begun, [500, 1_000]);
  assert.equal((await getJob(jobs.sql, begun.number)).progress, 0.7);
  const lost = jobs.sql.begin(async (tx) => {
    await saveChunk(tx, createChunk(begun.execution, [200, 300]));
    throw new Error('the database said no');
  });
  await assert.rejects(lost, /said no/);
  await countRollback(jobs.sql, createChunk(begun.execution, [200, 300]));
  await end(begun, 'FAILED', 'the database said no');
  assert.equal((await statusOf(begun)).exitMessage, 'the database said no');

  const again = await begin(t, 'restart.csv', { options: { workers: 8 } });
  assert.equal(again.isRestart, true);
  assert.equal(again.execution.attempt, 2);
  const checkpoints = await beginStep(jobs.sql, again.execution, 'load', () => {
    throw new Error('a restart plans nothing');
  });
  assert.deepEqual(checkpoints, [
    {
      partition: 0,
      fromByte: 0,
      toByte: 500,
      next: { byteOffset: 200, rowNumber: 21, line: 22 },
      isDone: false,
    },
    {
      partition: 1,
      fromByte: 500,
      toByte: 1_000,
      next: { byteOffset: 1_000, rowNumber: 101, line: 102 },
      isDone: true,
    },
  ]);
  await save(again, [200, 500]);
  await end(again, 'COMPLETED', null);
  const { counts, progress } = await getJob(jobs.sql, again.number);
  assert.deepEqual([counts.readRows, progress], [100, 1]);
  assert.deepEqual(await sumCounts(jobs.sql, again.execution.instanceId), counts);
  const steps = await jobs.sql`
    select s.status, partition, read_rows::int, commits::int, rollbacks::int from step_executions s
    join job_executions e on e.id = execution_id
    where instance_id = ${again.execution.instanceId} order by attempt, partition`;
  assert.deepEqual(
    [...steps],
    [
      { status: 'FAILED', partition: 0, read_rows: 20, commits: 1, rollbacks: 1 },
      { status: 'COMPLETED', partition: 1, read_rows: 50, commits: 1, rollbacks: 0 },
      { status: 'COMPLETED', partition: 0, read_rows: 30, commits: 1, rollbacks: 0 },
    ],
  );
});

test('a chunk is stored once, even if its worker did not get the answer', async (t) => {
  const begun = await begin(t, 'twice.csv');
  await plan(begun);
  await save(begun, [0, 100]);
  await assert.rejects(save(begun, [0, 100]), { code: 'FENCED', message: /does not stand at byte 0/ });
  assert.equal((await getJob(jobs.sql, begun.number)).counts.readRows, 10);
});

test('beginning and ending an execution may be repeated if the answer was lost', async (t) => {
  const begun = await begin(t, 'answers.csv');
  assert.deepEqual(await plan(begun), await plan(begun));
  await save(begun, [0, 500]);
  await save(begun, [500, 1_000]);
  await endExecution(jobs.sql, begun.execution, 'COMPLETED', null);
  await endExecution(jobs.sql, begun.execution, 'COMPLETED', null);
  await assert.rejects(endExecution(jobs.sql, begun.execution, 'FAILED', 'no'), { code: 'FENCED' });
  const { status, counts } = await getJob(jobs.sql, begun.number);
  assert.deepEqual([status, counts.readRows], ['COMPLETED', 100]);
});

test('stop takes effect at the next chunk, and restart continues there', async (t) => {
  const begun = await begin(t, 'stop.csv');
  await plan(begun);
  await save(begun, [0, 100]);
  await stopJob(jobs.sql, begun.number);
  assert.equal((await statusOf(begun)).status, 'STOPPING');
  await assert.rejects(save(begun, [100, 200]), { code: 'STOPPED' });
  await end(begun, 'STOPPED', null);
  await assert.rejects(stopJob(jobs.sql, begun.number), { code: 'NOT_RUNNING', message: /is STOPPED/ });

  const again = await begin(t, 'stop.csv');
  const [checkpoint] = await plan(again);
  assert.equal(checkpoint?.next.byteOffset, 100);
  await assert.rejects(stopJob(jobs.sql, 999_999), { code: 'NOT_FOUND' });
});

test('stop waits for a chunk that is being committed, which then counts', async (t) => {
  const begun = await begin(t, 'stop-late.csv');
  await plan(begun);
  let stopping = Promise.resolve();
  await jobs.sql.begin(async (tx) => {
    await saveChunk(tx, createChunk(begun.execution, [0, 100]));
    stopping = stopJob(jobs.sql, begun.number);
  });
  await stopping;
  assert.equal((await getJob(jobs.sql, begun.number)).counts.readRows, 10);
  await assert.rejects(save(begun, [100, 200]), { code: 'STOPPED' });
});

test('stop gets through to partitions that store chunks without a pause', async (t) => {
  const begun = await begin(t, 'stop-busy.csv', { skipLimit: null });
  const start = { byteOffset: 0, rowNumber: 1, line: 1 };
  await beginStep(jobs.sql, begun.execution, 'load', async () => Array(4).fill({ start, toByte: null }));
  let commits = 0;
  const storeUntilStopped = async (partition: number) => {
    for (let byte = 0; ; byte += 10) {
      const row = partition * 1_000_000 + byte;
      const chunk = createChunk(begun.execution, [byte, byte + 10], [createReject(row + 1)]);
      const stored = await jobs.sql
        .begin((tx) => saveChunk(tx, { ...chunk, partition, isDone: false }))
        .catch((error: unknown) => error);
      if (stored instanceof JobError) return stored.code;
      if (stored instanceof Error) throw stored;
      commits += 1;
      if (commits === 40) stopped = stopJob(jobs.sql, begun.number);
    }
  };
  let stopped = Promise.resolve();
  const ends = await Promise.all([0, 1, 2, 3].map(storeUntilStopped));
  await stopped;
  assert.deepEqual(ends, Array(4).fill('STOPPED'));
  const { counts } = await getJob(jobs.sql, begun.number);
  assert.deepEqual([counts.readRows, counts.rejectedRows], [commits, commits]);
});

test('an abandoned job is not run again; one that runs or is complete cannot be abandoned', async (t) => {
  const begun = await begin(t, 'abandon.csv');
  await assert.rejects(abandonJob(jobs.sql, begun.number), { code: 'ALREADY_RUNNING' });
  await end(begun, 'FAILED', 'no');
  await abandonJob(jobs.sql, begun.number);
  assert.deepEqual(await statusOf(begun), {
    status: 'ABANDONED',
    attempt: 1,
    isRunning: false,
    exitMessage: 'no',
  });
  await assert.rejects(beginExecution(jobs, createRequest('abandon.csv')), { code: 'ABANDONED' });
  await abandonJob(jobs.sql, begun.number);
  await assert.rejects(abandonJob(jobs.sql, 999_999), { code: 'NOT_FOUND' });

  const complete = await begin(t, 'abandon-complete.csv');
  await end(complete, 'COMPLETED', null);
  await assert.rejects(abandonJob(jobs.sql, complete.number), { code: 'ALREADY_COMPLETE' });
});

test('the skip limit counts over executions, and the chunk that breaks it is not stored', async (t) => {
  const strict = await begin(t, 'skips.csv');
  await plan(strict);
  await assert.rejects(save(strict, [0, 100], [createReject(3)]), {
    code: 'SKIP_LIMIT_EXCEEDED',
    message: 'No row may be rejected (--skip-limit). Row 3, line 4: The amount must be a number, not "x".',
  });
  await end(strict, 'FAILED', 'skips');

  const lax = await begin(t, 'skips.csv', { skipLimit: 2 });
  await plan(lax);
  await save(lax, [0, 100], [createReject(3), createReject(4)]);
  await end(lax, 'FAILED', 'killed');
  const again = await begin(t, 'skips.csv', { skipLimit: 2 });
  await plan(again);
  await assert.rejects(save(again, [100, 200], [createReject(11)]), {
    code: 'SKIP_LIMIT_EXCEEDED',
    message: /^At most 2 rows may be rejected .* Row 11, line 12:/,
  });
  await save(again, [500, 600]);
  await end(again, 'FAILED', 'skips');

  const any = await begin(t, 'skips.csv', { skipLimit: null });
  await plan(any);
  await save(any, [100, 200], [createReject(11), createReject(12, { code: 'CONFLICT', column: null })]);
  const kept = await allRejects(any);
  assert.deepEqual(
    kept,
    [3, 4, 11].map((row) => createReject(row)).concat(createReject(12, { code: 'CONFLICT', column: null })),
  );
  assert.deepEqual(await countRejects(jobs.sql, any.execution.instanceId), [
    { code: 'NOT_A_NUMBER', count: 3 },
    { code: 'CONFLICT', count: 1 },
  ]);
});

test('partitions that reject at the same time never exceed the limit together', async (t) => {
  const begun = await begin(t, 'skips-together.csv', { skipLimit: 1 });
  await plan(begun);
  const saved = await Promise.allSettled([
    save(begun, [0, 100], [createReject(1)]),
    save(begun, [500, 600], [createReject(51)]),
  ]);
  assert.deepEqual(saved.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('stores rejects with any content, and as many as a chunk has', async (t) => {
  const begun = await begin(t, 'hostile.csv', { skipLimit: null });
  await plan(begun);
  const cells = ['a\0b', '\uD800', '{"x":1}', '\\', '', 'é\u{1F600}', 'NULL', 'x'.repeat(1_000_000)];
  const many = Array.from({ length: 2_500 }, (_, nth) => createReject(nth + 2));
  await save(begun, [0, 400], [createReject(1, { cells, message: 'not \0 this' }), ...many]);
  const kept = await allRejects(begun);
  assert.equal(kept.length, 2_501);
  assert.deepEqual(kept[0]?.cells, ['a\uFFFDb', '\uFFFD', ...cells.slice(2)]);
  assert.equal(kept[0]?.message, 'not \uFFFD this');
  assert.deepEqual(kept.slice(1), many);
});

test('jobs are listed newest first', async () => {
  const listed = await listJobOverviews(jobs.sql, { most: 3 });
  const numbers = listed.map(({ number }) => number);
  assert.deepEqual(
    numbers,
    numbers.toSorted((one, other) => other - one),
  );
  assert.equal(listed.length, 3);
});
