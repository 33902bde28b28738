import type { ISql } from 'postgres';
import type { JobStatus } from './job.ts';
import { JobError } from './job-error.ts';

/** An instance and its latest execution. */
export interface LatestExecution {
  readonly instanceId: string;
  readonly number: number;
  /** The parameter with which the same file is loaded again; null the first time. */
  readonly again: string | null;
  readonly executionId: string;
  readonly attempt: number;
  readonly status: JobStatus;
  readonly worker: string;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
}

/** Finds the latest execution of an instance, and locks it against changes until the transaction ends. */
export async function findLatestExecution(
  tx: ISql,
  instanceId: string,
): Promise<LatestExecution | undefined> {
  const [row] = await tx<LatestExecution[]>`
    select i.id as "instanceId", i.number::int as number, i.parameters->>'again' as again, e.id as "executionId", e.attempt, e.status, e.worker,
           (extract(epoch from e.ended_at) * 1000)::float8 as "endedAtMs"
    from job_executions e join job_instances i on i.id = e.instance_id
    where e.instance_id = ${instanceId}
    order by e.attempt desc limit 1
    for update of e`;
  return row;
}

/** @throws {JobError} NOT_FOUND */
export async function getInstanceId(tx: ISql, number: number): Promise<string> {
  const [row] = await tx<{ id: string }[]>`select id from job_instances where number = ${number}`;
  if (row !== undefined) return row.id;
  throw new JobError('NOT_FOUND', `There is no job ${number}; \`status\` lists the existing jobs.`);
}

/** Marks an execution whose process is gone. The caller holds the instance's lock, which proves it. */
export async function markDead(tx: ISql, executionId: string): Promise<void> {
  const message = 'The process that ran it died.';
  await tx`
    update job_executions set status = 'FAILED', ended_at = now(), exit_message = ${message}
    where id = ${executionId} and status in ('STARTED', 'STOPPING')`;
  await endSteps(tx, executionId, 'FAILED');
}

/** Ends the partitions of an execution that are not done. */
export async function endSteps(tx: ISql, executionId: string, status: 'STOPPED' | 'FAILED'): Promise<void> {
  await tx`
    update step_executions set status = ${status}, ended_at = now()
    where execution_id = ${executionId} and status = 'STARTED'`;
}
