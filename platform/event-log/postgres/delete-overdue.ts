import type { Sql } from 'postgres';

/** How often each process that has the log open looks for what is overdue. */
export const sweepEveryMs = 60 * 60 * 1000;

/** The most rows of a partition that are deleted at once; a row has a megabyte at most. */
const stepRows = 100;

/**
 * Deletes what was appended longer ago, whole rows from the start of each partition, never a partition's newest: by it an
 * empty log is known from one whose records are gone.
 *
 * @param retentionMs in milliseconds
 * @returns how many rows it deleted; when it is not 0, more may be overdue
 */
export async function deleteOverdue(sql: Sql, retentionMs: number): Promise<number> {
  const { count } = await sql`
    delete from event_log.batch b using event_log.partition p cross join lateral (
      select last_offset, bool_and(appended_at < now() - ${retentionMs} * interval '1 millisecond')
        over (order by last_offset) as is_overdue
      from (
        select last_offset, appended_at from event_log.batch
        where topic_id = p.topic_id and partition = p.partition
        order by last_offset limit ${stepRows}) as oldest) as step
    where b.topic_id = p.topic_id and b.partition = p.partition and b.last_offset = step.last_offset
      and step.is_overdue and b.last_offset < p.next_offset - 1`;
  return count;
}
