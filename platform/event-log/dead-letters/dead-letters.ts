import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  type PgSchema,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { ISql } from 'postgres';
import type { LogRecord } from '../event-log.ts';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * The table in which a reader keeps records it cannot use, beside its own state and in the same transactions. For the
 * tables of a context that has drizzle migrations; `deadLetterDdl` says the same for one that has not.
 */
export function createDeadLetterTable(schema: PgSchema) {
  return schema.table(
    'dead_letter',
    {
      id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
      readerGroup: text('reader_group').notNull(),
      topic: text().notNull(),
      partition: integer().notNull(),
      recordOffset: bigint('record_offset', { mode: 'bigint' }).notNull(),
      reason: text().notNull(),
      recordKey: text('record_key'),
      value: bytea().notNull(),
      headers: jsonb().notNull(),
      timestampMs: bigint('timestamp_ms', { mode: 'number' }).notNull(),
      failedAt: timestamp('failed_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
      replayedAt: timestamp('replayed_at', { withTimezone: true, precision: 3 }),
    },
    (table) => [index('dead_letter_place').on(table.topic, table.partition, table.recordOffset)],
  );
}

/** The table's statements, for a role whose search path is its own schema. */
export const deadLetterDdl = `
create table if not exists dead_letter (
  id bigint primary key generated always as identity,
  reader_group text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  reason text not null,
  record_key text,
  value bytea not null,
  headers jsonb not null,
  timestamp_ms bigint not null,
  failed_at timestamp (3) with time zone not null default now(),
  replayed_at timestamp (3) with time zone);
create index if not exists dead_letter_place on dead_letter (topic, partition, record_offset)`;

/** A record that a reader could not use. */
export interface DeadLetter {
  readonly id: bigint;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Why, for people; all that was wrong. */
  readonly reason: string;
  readonly key: string | null;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestampMs: number;
  readonly failedAt: Date;
  readonly replayedAt: Date | null;
}

/** Puts a record aside. Call it in the transaction that moves the reader past it, so that it is neither lost nor doubled. */
export async function storeDeadLetter(
  tx: ISql,
  group: string,
  record: LogRecord,
  reason: string,
): Promise<void> {
  // Text in PostgreSQL has no NUL, and what came in a record's key may have anything.
  const key = record.key === null ? null : record.key.replaceAll('\u0000', '\uFFFD');
  const headers = JSON.stringify(record.headers).replaceAll('\\u0000', '\\uFFFD');
  await tx`
    insert into dead_letter
      (reader_group, topic, partition, record_offset, reason, record_key, value, headers, timestamp_ms)
    values (${group}, ${record.topic}, ${record.partition}, ${record.offset.toString()}, ${reason}, ${key},
      ${Buffer.from(record.value)}, ${headers}::text::jsonb, ${record.timestampMs})`;
}

interface Row {
  readonly id: string;
  readonly reader_group: string;
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: string;
  readonly reason: string;
  readonly record_key: string | null;
  readonly value: Buffer;
  readonly headers: string;
  readonly timestamp_ms: string;
  readonly failed_at_ms: string;
  readonly replayed_at_ms: string | null;
}

/** Which dead letters to take; those that were replayed only when they are named or asked for. */
export interface DeadLetterChoice {
  readonly ids?: readonly bigint[];
  readonly group?: string;
  readonly withReplayed?: boolean;
  /** Those with a greater id, in the order of ids. */
  readonly after?: bigint;
  readonly limit?: number;
}

/** Lists dead letters from the oldest on, at most 1000 at a time. */
export async function listDeadLetters(sql: ISql, choice: DeadLetterChoice = {}): Promise<DeadLetter[]> {
  const ids = choice.ids === undefined ? null : `{${choice.ids.join(',')}}`;
  const rows = await sql<Row[]>`
    select id, reader_group, topic, partition, record_offset, reason, record_key, value, headers::text as headers,
      timestamp_ms, (extract(epoch from failed_at) * 1000)::bigint as failed_at_ms,
      (extract(epoch from replayed_at) * 1000)::bigint as replayed_at_ms
    from dead_letter
    where (${ids}::text is null or id = any (${ids}::text::bigint[]))
      and (${choice.group ?? null}::text is null or reader_group = ${choice.group ?? null})
      and (replayed_at is null or ${choice.withReplayed ?? ids !== null})
      and id > ${(choice.after ?? 0n).toString()}
    order by dead_letter.id
    limit ${Math.min(choice.limit ?? 1000, 1000)}`;
  return rows.map(toDeadLetter);
}

/** Remembers that dead letters were appended to their topics again. */
export async function markReplayed(sql: ISql, ids: readonly bigint[]): Promise<void> {
  await sql`update dead_letter set replayed_at = now() where id = any (${`{${ids.join(',')}}`}::text::bigint[])`;
}

function toDeadLetter(row: Row): DeadLetter {
  return {
    id: BigInt(row.id),
    group: row.reader_group,
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.record_offset),
    reason: row.reason,
    key: row.record_key,
    value: row.value,
    headers: JSON.parse(row.headers) as Record<string, string>,
    timestampMs: Number(row.timestamp_ms),
    failedAt: new Date(Number(row.failed_at_ms)),
    replayedAt: row.replayed_at_ms === null ? null : new Date(Number(row.replayed_at_ms)),
  };
}
