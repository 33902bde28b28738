import type { Sql } from 'postgres';

/** What the job repository says of the only job there is. */
export interface JobState {
  readonly number: number;
  readonly status: string;
  /** From 0 to 1: how much of the file is loaded. */
  readonly share: number;
}

/** Undefined while there is no job, or nobody who could say. */
export async function findJobState(sql: Sql): Promise<JobState | undefined> {
  try {
    const [row] = await sql<{ number: number; status: string; share: number }[]>`
      select instance.number::int, instance.id,
        (select status from batch.job_executions where instance_id = instance.id order by attempt desc limit 1) as status,
        coalesce((select sum(next_byte - from_byte) from batch.checkpoints where instance_id = instance.id), 0)::float8
          / instance.file_bytes as share
      from batch.job_instances as instance`;
    return row;
  } catch {
    // The server is away, or the tables are not made yet.
    return undefined;
  }
}

/** What executions of the job there were, by status and message. */
export async function loadExecutions(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ name: string; count: number }[]>`
    select status || coalesce(' (' || exit_message || ')', '') as name, count(*)::int
    from batch.job_executions group by 1 order by 2`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
