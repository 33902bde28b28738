import type { Sql, TransactionSql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { EventLog, NewRecord } from '#platform/event-log/event-log.ts';

/** The end of a round. */
export type Round =
  /** Another relay is at work. */
  | { readonly kind: 'standby' }
  | {
      readonly kind: 'relayed';
      readonly count: number;
      /** True if more messages may be waiting, so that the next round should start at once. */
      readonly isFull: boolean;
    };

export interface RelayBatchOptions {
  /** With the role that owns the outbox. */
  readonly sql: Sql;
  /** The table, with its schema, for example `billing.outbox`. */
  readonly outbox: string;
  readonly log: EventLog;
  readonly topic: string;
  /** The maximum number of messages of a round. */
  readonly batchSize: number;
  /** A round takes no more messages once it has so many bytes; default 4,000,000, which a log takes within a second. */
  readonly maxBytes?: number;
  /** The limit for an append, in milliseconds. The transaction is idle for that time, which the server must allow. */
  readonly appendTimeoutMs: number;
}

const defaultMaxBytes = 4_000_000;

interface WaitingMessage {
  readonly position: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Record<string, string>;
  readonly occurred_at_ms: string;
}

/**
 * Appends the messages that have waited longest to the event log, and deletes them once it has them.
 *
 * One transaction holds the lock of relays from before the messages are read until they are deleted. If a relay dies or
 * loses its connection in between, the next relay sends the messages again under the same event ids.
 *
 * @throws if the log or the database fails, or if the signal aborts; the messages then stay in the outbox
 */
export function relayBatch(options: RelayBatchOptions, signal: AbortSignal): Promise<Round> {
  const { sql, outbox, log, topic, batchSize, appendTimeoutMs, maxBytes = defaultMaxBytes } = options;
  return sql.begin(async (tx): Promise<Round> => {
    if (!(await isAlone(tx, outbox))) return { kind: 'standby' };
    const messages = await findLongestWaiting(tx, { outbox, batchSize, maxBytes });
    if (messages.length > 0) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(appendTimeoutMs)]);
      await log.append(topic, messages.map(toRecord), limit);
      await deleteSent(tx, outbox, messages);
    }
    const { length: count } = messages;
    return { kind: 'relayed', count, isFull: count === batchSize || countBytes(messages) >= maxBytes };
  });
}

async function isAlone(tx: TransactionSql, outbox: string): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`relay of ${outbox}`}, 0)) as locked`;
  return row?.locked === true;
}

/** For each key, a prefix of its committed messages, as positions of a key follow the order of commits. */
async function findLongestWaiting(
  tx: TransactionSql,
  { outbox, batchSize, maxBytes }: Pick<RelayBatchOptions, 'outbox' | 'batchSize'> & { maxBytes: number },
): Promise<WaitingMessage[]> {
  return tx<WaitingMessage[]>`
    select position, key, value, headers, floor(extract(epoch from occurred_at) * 1000)::bigint as occurred_at_ms
    from (
      select *, sum(octet_length(value)) over (order by position) - octet_length(value) as bytes_before
      from (select * from ${tx(outbox)} order by position limit ${batchSize}) as next_ones) as waiting
    where bytes_before < ${maxBytes} order by position`;
}

function countBytes(messages: readonly WaitingMessage[]): number {
  return messages.reduce((sum, { value }) => sum + value.length, 0);
}

function toRecord({ key, value, headers, occurred_at_ms }: WaitingMessage): NewRecord {
  return { key, value, headers, timestampMs: Number(occurred_at_ms) };
}

async function deleteSent(
  tx: TransactionSql,
  outbox: string,
  messages: readonly WaitingMessage[],
): Promise<void> {
  // As text, since a connection that outlives the server does not know its array types.
  const positions = toPgArray(messages.map(({ position }) => position));
  await tx`delete from ${tx(outbox)} where position = any(${positions}::text::bigint[])`;
}
