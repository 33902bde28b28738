import type { ISql } from 'postgres';
import type { JobStatus, RunningExecution } from './job.ts';
import { JobError } from './job-error.ts';

/**
 * Makes sure that an execution still belongs to this worker and may continue, until the transaction ends: a process that
 * declares it dead or asks it to stop waits for the transaction, or is noticed here.
 *
 * Every execution has an id of its own, so a worker that comes back after it was declared dead finds its own execution ended.
 *
 * @throws {JobError} STOPPED, FENCED, which must roll the transaction back
 */
export async function assertRuns(tx: ISql, execution: Pick<RunningExecution, 'id'>): Promise<void> {
  const [row] = await tx<{ status: JobStatus; number: number }[]>`
    select e.status, i.number::int as number from job_executions e join job_instances i on i.id = e.instance_id
    where e.id = ${execution.id} for share of e`;
  if (row?.status === 'STARTED') return;
  if (row?.status === 'STOPPING') {
    throw new JobError(
      'STOPPED',
      `Job ${row.number} was asked to stop. Restart goes on with \`restart ${row.number}\`.`,
    );
  }
  const how = row === undefined ? 'is not known' : `stands as ${row.status}`;
  throw new JobError('FENCED', `This execution ${how}: another process may run the job now.`);
}
