import type { Sql, TransactionSql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { EventLog, NewRecord } from '#platform/event-log/event-log.ts';

/** How a round ended. */
export type Round =
  /** Another relay is at work. */
  | { readonly kind: 'standby' }
  | {
      readonly kind: 'relayed';
      readonly count: number;
      /** Whether more may be waiting, so that the next round should not. */
      readonly isFull: boolean;
    };

export interface RelayBatchOptions {
  /** With billing's own role. */
  readonly sql: Sql;
  readonly log: EventLog;
  readonly topic: string;
  /** The most messages of a round. */
  readonly batchSize: number;
  /** How long an append may take, in milliseconds. The transaction stands idle so long, which the server must allow. */
  readonly appendTimeoutMs: number;
}

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
 * One transaction holds the lock of relays from before the messages are read until they are deleted. Whoever dies in
 * between, or loses its connection, leaves them for the next relay, which sends them again under the same event ids.
 *
 * @throws when the log or the database fails, or the signal aborts; then the messages still stand in the outbox.
 */
export function relayBatch(options: RelayBatchOptions, signal: AbortSignal): Promise<Round> {
  const { sql, log, topic, batchSize, appendTimeoutMs } = options;
  return sql.begin(async (tx): Promise<Round> => {
    if (!(await isAlone(tx))) return { kind: 'standby' };
    const messages = await findLongestWaiting(tx, batchSize);
    if (messages.length > 0) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(appendTimeoutMs)]);
      await log.append(topic, messages.map(toRecord), limit);
      await deleteSent(tx, messages);
    }
    return { kind: 'relayed', count: messages.length, isFull: messages.length === batchSize };
  });
}

async function isAlone(tx: TransactionSql): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended('billing relay', 0)) as locked`;
  return row?.locked === true;
}

/** Of each key a prefix of what has committed, as positions of a key are given in the order of commits. */
async function findLongestWaiting(tx: TransactionSql, limit: number): Promise<WaitingMessage[]> {
  return tx<WaitingMessage[]>`
    select position, key, value, headers, floor(extract(epoch from occurred_at) * 1000)::bigint as occurred_at_ms
    from billing.outbox order by position limit ${limit}`;
}

function toRecord({ key, value, headers, occurred_at_ms }: WaitingMessage): NewRecord {
  return { key, value, headers, timestampMs: Number(occurred_at_ms) };
}

async function deleteSent(tx: TransactionSql, messages: readonly WaitingMessage[]): Promise<void> {
  // As text, since a connection that outlives the server does not know its array types.
  const positions = toPgArray(messages.map(({ position }) => position));
  await tx`delete from billing.outbox where position = any(${positions}::text::bigint[])`;
}
