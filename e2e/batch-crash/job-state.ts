import type { Sql } from 'postgres';

/** The state of the only job in the job repository. */
export interface JobState {
  readonly number: number;
  /** From 0 to 1: how much of the file is loaded. */
  readonly share: number;
}

/** Undefined while no job has begun, or the database does not answer. */
export async function findJobState(sql: Sql): Promise<JobState | undefined> {
  try {
    const [row] = await sql<JobState[]>`
      select number::int,
        coalesce((select sum(next_byte - from_byte) from batch.checkpoints where instance_id = instance.id), 0)::float8
          / file_bytes as share
      from batch.job_instances as instance
      where exists (select from batch.job_executions where instance_id = instance.id)`;
    return row;
  } catch {
    // The server is away, or the tables are not made yet.
    return undefined;
  }
}

/** The executions of the job, by status and message. */
export async function loadExecutions(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ name: string; count: number }[]>`
    select status || coalesce(' (' || exit_message || ')', '') as name, count(*)::int
    from batch.job_executions group by 1 order by 2`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
