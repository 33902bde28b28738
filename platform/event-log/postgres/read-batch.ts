import type { Sql } from 'postgres';
import type { LogBatch } from '../event-log.ts';
import { EventLogError } from '../event-log-error.ts';
import { unpackRecords } from './record-batch.ts';
import type { StoredTopic } from './topics.ts';

/** The most rows of a read, for topics whose records are appended one by one. */
const maxRows = 1000;

interface Row {
  readonly first_offset: string;
  readonly next_offset: string;
  readonly records: Buffer;
  readonly high_watermark: string;
}

/**
 * Reads from an offset on, about so many bytes.
 *
 * @returns undefined when nothing is there yet
 */
export async function readBatch(
  sql: Sql,
  topic: StoredTopic,
  from: { readonly partition: number; readonly offset: bigint; readonly maxBytes: number },
): Promise<LogBatch | undefined> {
  const { partition, offset: fromOffset, maxBytes } = from;
  // The lengths are summed before any bytes are fetched: a row's length is known without them.
  const rows = await sql<Row[]>`
    select last_offset - record_count + 1 as first_offset, last_offset + 1 as next_offset, records,
      (select next_offset from event_log.partition where topic_id = ${topic.id} and partition = ${partition})
        as high_watermark
    from (
      select *, sum(bytes) over (order by last_offset) - bytes as bytes_before
      from (
        select last_offset, record_count, records, octet_length(records) as bytes
        from event_log.batch
        where topic_id = ${topic.id} and partition = ${partition} and last_offset >= ${fromOffset.toString()}
        order by last_offset
        limit ${maxRows}) as next_rows) as summed
    where bytes_before < ${maxBytes}
    order by last_offset`;
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const firstOffset = BigInt(first.first_offset);
  return {
    topic: topic.name,
    partition,
    fromOffset,
    nextOffset: BigInt(last.next_offset),
    lostRecords: firstOffset > fromOffset ? Number(firstOffset - fromOffset) : 0,
    records: rows.flatMap((row) =>
      unpackRecords(
        row.records,
        { topic: topic.name, partition, firstOffset: BigInt(row.first_offset) },
        fromOffset,
      ),
    ),
    highWatermark: BigInt(last.high_watermark),
  };
}

/** The end of each partition. */
export async function readEndOffsets(sql: Sql, topic: StoredTopic): Promise<bigint[]> {
  const rows = await sql<{ next_offset: string }[]>`
    select next_offset from event_log.partition where topic_id = ${topic.id} order by partition`;
  return rows.map((row) => BigInt(row.next_offset));
}

/** The start of each partition. The newest row of a partition is never deleted, so that one without rows is new. */
export async function readStartOffsets(sql: Sql, topic: StoredTopic): Promise<bigint[]> {
  const rows = await sql<{ start_offset: string }[]>`
    select coalesce(
      (select b.last_offset - b.record_count + 1 from event_log.batch b
        where b.topic_id = p.topic_id and b.partition = p.partition order by b.last_offset limit 1),
      p.next_offset) as start_offset
    from event_log.partition p where p.topic_id = ${topic.id} order by p.partition`;
  return rows.map((row) => BigInt(row.start_offset));
}

/** Refuses an offset that was never given, as after a log was restored from an old copy. */
export async function checkStart(
  sql: Sql,
  topic: StoredTopic,
  at: { readonly partition: number; readonly offset: bigint },
): Promise<void> {
  const end = (await readEndOffsets(sql, topic))[at.partition] ?? 0n;
  if (at.offset >= 0n && at.offset <= end) return;
  throw new EventLogError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${at.offset} of ${topic.name}/${at.partition} is not between 0 and its end, ${end}.`,
  );
}
