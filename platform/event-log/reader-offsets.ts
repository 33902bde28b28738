import type { ISql } from 'postgres';
import { bigint, integer, type PgSchema, primaryKey, text } from '#platform/database/drizzle-tables.ts';
import { CodedError } from '#platform/errors/coded-error.ts';

/** A partition as one group of readers sees it. */
export interface ReaderPartition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** The position that a transaction counted on is not the stored one: another reader has the partition, or had it. */
export class ReaderOffsetError extends CodedError<'READER_OFFSET_MOVED'> {
  constructor({ group, topic, partition }: ReaderPartition, from: bigint) {
    super(
      'READER_OFFSET_MOVED',
      `The position of group ${group} in ${topic}/${partition} is not ${from} any more; the batch is another reader's.`,
    );
    this.name = 'ReaderOffsetError';
  }
}

/**
 * The table in which a reader keeps its positions, beside what it makes of the records and in the same transactions. For
 * the tables of a context that has drizzle migrations; `readerOffsetDdl` says the same for one that has not.
 */
export function createReaderOffsetTable(schema: PgSchema) {
  return schema.table(
    'reader_offset',
    {
      readerGroup: text('reader_group').notNull(),
      topic: text().notNull(),
      partition: integer().notNull(),
      nextOffset: bigint('next_offset', { mode: 'bigint' }).notNull(),
    },
    (table) => [primaryKey({ columns: [table.readerGroup, table.topic, table.partition] })],
  );
}

/** The table's statement, for a role whose search path is its own schema. */
export const readerOffsetDdl = `
create table if not exists reader_offset (
  reader_group text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  primary key (reader_group, topic, partition))`;

/** Where the group stands in a partition, 0 when it never was there. */
export async function loadReaderOffset(sql: ISql, of: ReaderPartition): Promise<bigint> {
  const [row] = await sql<{ next_offset: string }[]>`
    select next_offset::text from reader_offset
    where reader_group = ${of.group} and topic = ${of.topic} and partition = ${of.partition}`;
  return BigInt(row?.next_offset ?? 0);
}

/**
 * Moves the group on, if it still stands where the batch began. Call it in the transaction that stores what the batch
 * made, best at its start: a second reader of the same partition then waits for the first, and is refused.
 *
 * @param move `fromOffset` and `nextOffset` of the batch
 * @throws {ReaderOffsetError} which must roll the transaction back
 */
export async function moveReaderOffset(
  tx: ISql,
  of: ReaderPartition,
  move: { readonly fromOffset: bigint; readonly nextOffset: bigint },
): Promise<void> {
  const from = move.fromOffset.toString();
  const next = move.nextOffset.toString();
  const moved =
    move.fromOffset === 0n
      ? await tx`
          insert into reader_offset as stored (reader_group, topic, partition, next_offset)
          values (${of.group}, ${of.topic}, ${of.partition}, ${next})
          on conflict (reader_group, topic, partition)
          do update set next_offset = excluded.next_offset where stored.next_offset = 0
          returning 1`
      : await tx`
          update reader_offset set next_offset = ${next}
          where reader_group = ${of.group} and topic = ${of.topic} and partition = ${of.partition}
            and next_offset = ${from}
          returning 1`;
  if (moved.length === 0) throw new ReaderOffsetError(of, move.fromOffset);
}
