import type { Sql } from 'postgres';
import { findLatestExecution, getInstanceId, markDead } from './find-execution.ts';
import { JobError } from './job-error.ts';
import { tryLockWithin } from './job-lock.ts';

/**
 * Asks the execution of a job to stop: its next chunk is refused, and `restart` continues after the one before.
 *
 * @throws {JobError} NOT_FOUND; NOT_RUNNING, also if the process had died, which is then marked
 */
export async function stopJob(sql: Sql, number: number): Promise<void> {
  const died = await sql.begin(async (tx) => {
    const instanceId = await getInstanceId(tx, number);
    const latest = await findLatestExecution(tx, instanceId);
    if (latest === undefined || latest.endedAtMs !== null) {
      const status = latest === undefined ? 'never ran' : `is ${latest.status}`;
      throw new JobError('NOT_RUNNING', `Job ${number} ${status}; there is nothing to stop.`);
    }
    if (await tryLockWithin(tx, instanceId)) {
      await markDead(tx, latest.executionId);
      return true;
    }
    await tx`update job_executions set status = 'STOPPING' where id = ${latest.executionId}`;
    return false;
  });
  if (!died) return;
  const message = `The process that ran job ${number} had died; \`restart ${number}\` goes on where it was.`;
  throw new JobError('NOT_RUNNING', message);
}
