import type { ISql } from 'postgres';
import {
  bigint,
  customType,
  integer,
  json,
  type PgSchema,
  primaryKey,
  text,
  timestamp,
} from '#platform/database/drizzle-tables.ts';
import type { LogRecord } from '../event-log.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * The table in which a reader keeps records it cannot use, beside its own state and in the same transactions. For the
 * tables of a context that has drizzle migrations; `deadLetterDdl` says the same for one that has not. The name and the
 * columns are what the command `dead-letters` works with.
 */
export function createDeadLetterTable(schema: PgSchema) {
  return schema.table(
    'dead_letters',
    {
      topic: text().notNull(),
      partition: integer().notNull(),
      recordOffset: bigint('record_offset', { mode: 'bigint' }).notNull(),
      reason: text().notNull(),
      // Bytes, and json instead of jsonb: a record may hold the character 0, which PostgreSQL's texts do not.
      key: bytes(),
      value: bytes().notNull(),
      headers: json().$type<Readonly<Record<string, string>>>().notNull(),
      timestampMs: bigint('timestamp_ms', { mode: 'number' }).notNull(),
      createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    },
    (table) => [primaryKey({ columns: [table.topic, table.partition, table.recordOffset] })],
  );
}

/** The table's statement, for a role whose search path is its own schema. */
export const deadLetterDdl = `
create table if not exists dead_letters (
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  reason text not null,
  key bytea,
  value bytea not null,
  headers json not null,
  timestamp_ms bigint not null,
  created_at timestamp (3) with time zone not null default now(),
  primary key (topic, partition, record_offset))`;

/** Where a dead letter stood in the log, which is what it is known by. */
export interface DeadLetterPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A record that a reader could not use. */
export interface DeadLetter extends DeadLetterPlace {
  /** For people: all that was wrong. */
  readonly reason: string;
  readonly key: string | null;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, as the writer gave it. */
  readonly timestampMs: number;
  /** Milliseconds since 1970 at which it was put aside. */
  readonly createdAtMs: number;
}

/** Puts a record aside. Call it in the transaction that moves the reader past it, so that it is neither lost nor doubled. */
export async function storeDeadLetter(tx: ISql, record: LogRecord, reason: string): Promise<void> {
  const key = record.key === null ? null : Buffer.from(record.key);
  await tx`
    insert into dead_letters
      (topic, partition, record_offset, reason, key, value, headers, timestamp_ms)
    values (${record.topic}, ${record.partition}, ${record.offset.toString()}, ${reason}, ${key},
      ${Buffer.from(record.value)}, ${JSON.stringify(record.headers)}::text::json, ${record.timestampMs})
    on conflict (topic, partition, record_offset) do nothing`;
}

interface Row {
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: string;
  readonly reason: string;
  readonly key: Buffer | null;
  readonly value: Buffer;
  readonly headers: string;
  readonly timestamp_ms: string;
  readonly created_at_ms: string;
}

/** The number of letters that are read at once. */
const atOnce = 100;
const beforeAll: DeadLetterPlace = { topic: '', partition: -1, offset: -1n };

/** Lists dead letters in the order of their places, at most 100 that follow a place. */
export async function listDeadLetters(
  sql: ISql,
  after: DeadLetterPlace = beforeAll,
): Promise<readonly DeadLetter[]> {
  const rows = await sql<Row[]>`
    select topic, partition, record_offset, reason, key, value, headers::text as headers, timestamp_ms,
      (extract(epoch from created_at) * 1000)::bigint as created_at_ms
    from dead_letters
    where (topic, partition, record_offset) > (${after.topic}, ${after.partition}, ${after.offset.toString()})
    order by topic, partition, record_offset
    limit ${atOnce}`;
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.record_offset),
    reason: row.reason,
    key: row.key?.toString() ?? null,
    value: row.value,
    headers: JSON.parse(row.headers) as Record<string, string>,
    timestampMs: Number(row.timestamp_ms),
    createdAtMs: Number(row.created_at_ms),
  }));
}

/** Takes dead letters off the table. */
export async function removeDeadLetters(sql: ISql, places: readonly DeadLetterPlace[]): Promise<void> {
  const list = places.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    record_offset: offset.toString(),
  }));
  await sql`
    delete from dead_letters d
    using json_to_recordset(${JSON.stringify(list)}::text::json) as p(topic text, partition int, record_offset bigint)
    where (d.topic, d.partition, d.record_offset) = (p.topic, p.partition, p.record_offset)`;
}
