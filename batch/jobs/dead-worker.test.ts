import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { beginExecution } from './begin-execution.ts';
import { beginStep, findCheckpoints } from './begin-step.ts';
import { endExecution } from './end-execution.ts';
import { getJob } from './find-jobs.ts';
import { migrateJobs } from './migrate-jobs.ts';
import { saveChunk } from './save-chunk.ts';
import { stopJob } from './stop-job.ts';
import {
  createChunk,
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

/** A process that has begun to load a file and stored its first 100 bytes. */
async function startHolder(fileName: string): Promise<ChildProcess> {
  const main = fileURLToPath(new URL('testing/hold-job.ts', import.meta.url));
  const child = spawn(process.execPath, [main, jobs.url, fileName], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The server takes a moment to see that a connection is gone. */
async function waitUntilNoted(number: number): Promise<void> {
  await waitFor('the server to notice', async () => !(await getJob(jobs.sql, number)).isRunning);
}

async function findNumber(fileName: string): Promise<number> {
  const [row] = await jobs.sql<{ number: number }[]>`
    select number::int as number from job_instances where file_name = ${fileName}`;
  return row?.number ?? 0;
}

test('a worker killed with SIGKILL is recognised at once, and another continues at its last chunk', async () => {
  const child = await startHolder('killed.csv');
  await assert.rejects(beginExecution(jobs, createRequest('killed.csv')), { code: 'ALREADY_RUNNING' });
  const number = await findNumber('killed.csv');
  await kill(child);
  const killedAt = performance.now();
  await waitUntilNoted(number);
  const { execution, lock } = await beginExecution(jobs, createRequest('killed.csv'));
  assert.ok(performance.now() - killedAt < 10_000);

  const [dead] = await jobs.sql`
    select status, exit_message from job_executions where instance_id = ${execution.instanceId} and attempt = 1`;
  assert.deepEqual(dead, { status: 'FAILED', exit_message: 'The process that ran it died.' });
  const [checkpoint] = await beginStep(jobs.sql, execution, 'load', async () => []);
  assert.equal(checkpoint?.next.byteOffset, 100);
  await endExecution(jobs.sql, execution, 'STOPPED', null);
  await lock.close();
});

test('stop reports that a killed worker had died', async () => {
  const child = await startHolder('killed-stop.csv');
  const number = await findNumber('killed-stop.csv');
  await kill(child);
  await waitUntilNoted(number);
  assert.equal((await getJob(jobs.sql, number)).status, 'STARTED');
  await assert.rejects(stopJob(jobs.sql, number), { code: 'NOT_RUNNING', message: /had died/ });
  assert.equal((await getJob(jobs.sql, number)).status, 'FAILED');
});

/** Ends the connection that holds the lock of a worker, and keeps it from having it back. */
async function stealLock(instanceId: string): Promise<() => Promise<void>> {
  const thief = postgres(jobs.url, { max: 1, onnotice: () => {} });
  await thief`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'batch-lock' and datname = current_database()`;
  await thief`select pg_advisory_lock(job_lock(${instanceId}))`;
  return () => thief.end();
}

test('a worker that was declared dead and comes back stores nothing more', async (t) => {
  const zombie = await beginExecution(jobs, createRequest('zombie.csv'));
  t.after(() => zombie.lock.close());
  await beginStep(jobs.sql, zombie.execution, 'load', async () => twoPartitions);
  const giveBack = await stealLock(zombie.execution.instanceId);
  await waitFor('the worker to hear that its lock is lost', () => zombie.lock.lost.aborted);
  assert.equal(zombie.lock.lost.reason.code, 'FENCED');
  await giveBack();

  const next = await beginExecution(jobs, createRequest('zombie.csv'));
  t.after(() => next.lock.close());
  await beginStep(jobs.sql, next.execution, 'load', async () => []);
  const late = jobs.sql.begin((tx) => saveChunk(tx, createChunk(zombie.execution, [0, 100])));
  await assert.rejects(late, { code: 'FENCED', message: /stands as FAILED/ });
  await assert.rejects(endExecution(jobs.sql, zombie.execution, 'FAILED', null), { code: 'FENCED' });
  await jobs.sql.begin((tx) => saveChunk(tx, createChunk(next.execution, [0, 100])));
  assert.equal((await getJob(jobs.sql, next.number)).counts.readRows, 10);
});

async function findLockHolder(): Promise<number | undefined> {
  const [row] = await jobs.sql<{ pid: number }[]>`
    select pid from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  return row?.pid;
}

test('a lock whose connection was lost is taken again if nobody else wants it', async (t) => {
  const begun = await beginExecution(jobs, createRequest('again.csv'));
  t.after(() => begun.lock.close());
  const first = await findLockHolder();
  await jobs.sql`select pg_terminate_backend(${first ?? 0})`;
  await waitFor('the lock to be taken again', async () => {
    const holder = await findLockHolder();
    return holder !== undefined && holder !== first;
  });
  await assert.rejects(beginExecution(jobs, createRequest('again.csv')), { code: 'ALREADY_RUNNING' });
  assert.equal(begun.lock.lost.aborted, false);
  await endExecution(jobs.sql, begun.execution, 'FAILED', null);
  await begun.lock.close();
  assert.equal((await getJob(jobs.sql, begun.number)).isRunning, false);
});

test('outlives the death of the server: the lock is taken again, and the load continues', async (t) => {
  const server = await startKillablePostgres();
  t.after(() => server.stop());
  const { batch: url = '' } = await provisionDatabase(server.url, [{ name: 'batch', password: 'test' }]);
  await migrateJobs(url);
  const database = connectDatabase({ url, name: 'test' });
  t.after(() => database.close());
  const { sql } = database;
  const { execution, lock, number } = await beginExecution({ sql, url }, createRequest('server.csv'));
  t.after(() => lock.close());
  await beginStep(sql, execution, 'load', async () => twoPartitions);

  const lost = sql.begin(async (tx) => {
    await server.kill();
    await saveChunk(tx, createChunk(execution, [0, 100]));
  });
  await assert.rejects(lost);
  await server.restart();
  await waitFor('the lock to be taken again', async () => (await getJob(sql, number)).isRunning);
  const [checkpoint] = await findCheckpoints(sql, execution.instanceId, 'load');
  assert.equal(checkpoint?.next.byteOffset, 0);
  await sql.begin((tx) => saveChunk(tx, createChunk(execution, [0, 100])));
  assert.equal(lock.lost.aborted, false);
});
