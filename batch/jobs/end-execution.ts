import type { ISql, Sql } from 'postgres';
import { endSteps } from './find-execution.ts';
import type { JobStatus, RunningExecution } from './job.ts';
import { JobError } from './job-error.ts';

/**
 * Stores the end of an execution. The caller closes the lock afterwards. It may be called again if the answer was lost.
 *
 * @param message a message for people, or null
 * @throws {JobError} FENCED if the execution no longer belongs to this worker
 */
export async function endExecution(
  sql: Sql,
  execution: RunningExecution,
  status: 'COMPLETED' | 'STOPPED' | 'FAILED',
  message: string | null,
): Promise<void> {
  await sql.begin(async (tx) => {
    const ended = await tx`
      update job_executions set status = ${status}, ended_at = now(), exit_message = ${message}
      where id = ${execution.id} and status in ('STARTED', 'STOPPING')
      returning 1`;
    if (ended.length === 0) {
      if (await hasEndedSo(tx, execution, status, message)) return;
      throw new JobError('FENCED', 'This execution has ended already: another process declared it dead.');
    }
    if (status !== 'COMPLETED') return endSteps(tx, execution.id, status);
    const open = await tx`
      select 1 from checkpoints where instance_id = ${execution.instanceId} and not is_done limit 1`;
    if (open.length > 0) throw new Error('An execution with open checkpoints cannot have completed');
  });
}

async function hasEndedSo(
  tx: ISql,
  { id }: RunningExecution,
  status: JobStatus,
  message: string | null,
): Promise<boolean> {
  const [same] = await tx`
    select 1 from job_executions
    where id = ${id} and status = ${status} and exit_message is not distinct from ${message}`;
  return same !== undefined;
}
