import { sql } from '#platform/database/drizzle.ts';
import { getTableConfig } from '#platform/database/drizzle-tables.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { OutboxTable } from './outbox-table.ts';

/** A message in the form in which the event log keeps it. */
export interface WaitingEvent {
  /** Shows readers that a message is a repetition. */
  readonly eventId: string;
  /** Messages of one key keep the order in which their transactions commit. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The time of the event, in milliseconds since 1970. */
  readonly timestampMs: number;
}

/**
 * Writes a message for the relay, which sends it only after the transaction has committed.
 *
 * Call this last: until the end of the transaction, no other transaction can write a message of the same key.
 */
export async function writeToOutbox(
  tx: Transaction,
  outbox: OutboxTable,
  { timestampMs, ...message }: WaitingEvent,
): Promise<void> {
  const name = toOutboxName(outbox);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${name}:${message.key}`}, 0))`);
  await tx.insert(outbox).values({ ...message, occurredAt: new Date(timestampMs) });
  await tx.execute(sql`select pg_notify(${toOutboxChannel(name)}, '')`);
}

/** The table's name with its schema. */
export function toOutboxName(outbox: OutboxTable): string {
  const { schema, name } = getTableConfig(outbox);
  return `${schema}.${name}`;
}

/** The channel on which the database tells that messages were committed. */
export function toOutboxChannel(name: string): string {
  return name.replace('.', '_');
}
