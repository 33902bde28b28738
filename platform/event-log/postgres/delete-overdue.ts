import type { Sql } from 'postgres';

/** The time between two checks for overdue records, in each process that has the log open. */
export const sweepEveryMs = 60 * 60 * 1000;

/** The most batches of a partition that are deleted at once; one has a megabyte at most. */
const stepBatches = 100;

/**
 * Deletes what was appended longer ago than the log's owner keeps records, whole batches from the start of each partition,
 * never a partition's newest.
 *
 * @returns how many batches it deleted; when it is not 0, more may be overdue
 */
export async function deleteOverdue(sql: Sql): Promise<number> {
  const [deleted] = await sql<{ count: number }[]>`
    select event_log.delete_overdue(${stepBatches})::int as count`;
  return deleted?.count ?? 0;
}
