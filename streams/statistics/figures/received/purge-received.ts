import type { Sql } from 'postgres';
import { FACTURATION } from '#schema/facturation/message.ts';
import { readerGroup } from '../../store/reader-group.ts';

export interface Retention {
  /** The time for which received invoices are kept, in milliseconds. */
  readonly keepMs: number;
  /** The largest number of records of their partition over which they are kept. */
  readonly keepRecords: number;
}

/** The largest number of rows of a partition that one call deletes. */
const stepRows = 1_000;

/**
 * Deletes received invoices that need not be kept any longer, always the oldest of a partition, and notes from where on
 * they still are. Several processes may do so at once.
 *
 * @returns how many rows were deleted; 0 when there are no more
 */
export async function purgeReceived(sql: Sql, { keepMs, keepRecords }: Retention): Promise<number> {
  const partitions = await sql<{ partition: number }[]>`select partition from partition_progress`;
  let deleted = 0;
  for (const { partition } of partitions) {
    const [row] = await sql<{ count: number }[]>`
      with oldest as (
        select next_offset,
          bool_and(
            stored_at < now() - make_interval(secs => ${keepMs / 1000})
            or next_offset <= (
              select stored.next_offset - ${keepRecords} from reader_offset as stored
              where stored.reader_group = ${readerGroup} and stored.topic = ${FACTURATION}
                and stored.partition = ${partition})
          ) over (order by next_offset) as is_over
        from (
          select * from received_batches where partition = ${partition}
          order by next_offset limit ${stepRows}) as first),
      gone as (
        delete from received_batches
        where partition = ${partition} and next_offset in (select next_offset from oldest where is_over)
        returning next_offset),
      noted as (
        update partition_progress
        set received_from = greatest(received_from, (select max(next_offset) from gone))
        where partition = ${partition} and exists (select from gone))
      select count(*)::int from gone`;
    deleted += row?.count ?? 0;
  }
  return deleted;
}
