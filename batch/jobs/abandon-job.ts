import type { Sql } from 'postgres';
import { endSteps, findLatestExecution, getInstanceId, type LatestExecution } from './find-execution.ts';
import { JobError } from './job-error.ts';
import { tryLockWithin } from './job-lock.ts';

/**
 * Marks a job so that it is not run again. Its loaded invoices stay.
 *
 * @returns its latest execution before the change
 * @throws {JobError} NOT_FOUND, ALREADY_RUNNING, ALREADY_COMPLETE, UNDONE, NOT_RUNNING if it never ran
 */
export async function abandonJob(sql: Sql, number: number): Promise<LatestExecution> {
  return await sql.begin(async (tx) => {
    const instanceId = await getInstanceId(tx, number);
    if (!(await tryLockWithin(tx, instanceId))) {
      throw new JobError('ALREADY_RUNNING', `Job ${number} is running. First: \`stop ${number}\`.`);
    }
    const latest = await findLatestExecution(tx, instanceId);
    if (latest === undefined) throw new JobError('NOT_RUNNING', `Job ${number} never ran.`);
    if (latest.status === 'UNDOING' || latest.status === 'UNDONE') {
      throw new JobError('UNDONE', `Job ${number} is ${latest.status}; there is nothing to abandon.`);
    }
    if (latest.status === 'COMPLETED') {
      throw new JobError(
        'ALREADY_COMPLETE',
        `Job ${number} is complete; there is nothing to abandon. To take back what it has loaded: \`undo ${number}\`.`,
      );
    }
    await tx`
      update job_executions set status = 'ABANDONED', ended_at = coalesce(ended_at, now())
      where id = ${latest.executionId}`;
    await endSteps(tx, latest.executionId, 'FAILED');
    return latest;
  });
}
