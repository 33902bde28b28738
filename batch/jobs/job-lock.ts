import type { ISql } from 'postgres';
import { openSql } from '#platform/database/open-sql.ts';
import { pause } from '#platform/waiting/pause.ts';
import { JobError } from './job-error.ts';

/** Shows that this process runs an instance, exactly for as long as it lives. */
export interface JobLock {
  /** Aborted, with a JobError FENCED, if another process has taken the lock and runs the instance. */
  readonly lost: AbortSignal;
  /** Lets another process run the instance. */
  close(): Promise<void>;
}

/** Keepalive settings by which the server notices that a machine has disappeared: after 10 + 3 * 5 s. */
const keepAlive = { tcp_keepalives_idle: 10, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 };
const tryAgainAfterMs = 250;

/**
 * Takes the lock of an instance: an advisory lock of a session, so PostgreSQL releases it when the process dies,
 * however it dies. Returns undefined if another process has it.
 *
 * When the connection is lost, the lock is taken again as soon as the server answers. In between another process may be
 * faster; then `lost` is aborted. What a worker writes in the meantime is fenced in `saveChunk`.
 */
export async function takeJobLock(url: string, instanceId: string): Promise<JobLock | undefined> {
  const lost = new AbortController();
  const closing = new AbortController();
  const sql = openSql(url, {
    max: 1,
    connect_timeout: 5,
    // The lock belongs to the session: the connection must not be replaced by another.
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'batch-lock', ...keepAlive },
    onclose: () => {
      if (isTaken && !closing.signal.aborted) again = again.then(takeAgain);
    },
  });
  let isTaken = false;
  let again: Promise<void> = Promise.resolve();

  async function takeAgain(): Promise<void> {
    isTaken = false;
    while (!closing.signal.aborted && !lost.signal.aborted) {
      const isFree = await tryLock(sql, instanceId).catch(() => undefined);
      if (isFree === true) {
        isTaken = true;
        return;
      }
      if (isFree === false) {
        const message = 'Another process runs this job now: the connection that held its lock was lost.';
        lost.abort(new JobError('FENCED', message));
      }
      await pause(tryAgainAfterMs, closing.signal);
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    await again;
    // Released explicitly: the server takes a moment to notice that a connection has ended.
    if (isTaken) await unlock(sql, instanceId).catch(() => {});
    isTaken = false;
    await sql.end({ timeout: 1 });
  }

  try {
    isTaken = await tryLock(sql, instanceId);
  } catch (error) {
    await close();
    throw error;
  }
  if (isTaken) return { lost: lost.signal, close };
  await close();
  return undefined;
}

async function tryLock(sql: ISql, instanceId: string): Promise<boolean> {
  const [row] = await sql<{ isTaken: boolean }[]>`
    select pg_try_advisory_lock(job_lock(${instanceId})) as "isTaken"`;
  return row?.isTaken === true;
}

async function unlock(sql: ISql, instanceId: string): Promise<void> {
  await sql`select pg_advisory_unlock(job_lock(${instanceId}))`;
}

/**
 * Takes the lock until the transaction ends, so that nobody begins to run the instance meanwhile; false if a process
 * runs it.
 */
export async function tryLockWithin(tx: ISql, instanceId: string): Promise<boolean> {
  const [row] = await tx<{ isTaken: boolean }[]>`
    select pg_try_advisory_xact_lock(job_lock(${instanceId})) as "isTaken"`;
  return row?.isTaken === true;
}
