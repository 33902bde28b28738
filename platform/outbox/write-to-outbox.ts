import { sql } from '#platform/database/drizzle.ts';
import { getTableConfig } from '#platform/database/drizzle-tables.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { addTraceparent } from './add-traceparent.ts';
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
 * Writes messages for the relay, which sends them only after the transaction has committed. It sends as many statements for many as for
 * one.
 *
 * Call this last: until the end of the transaction, no other transaction can write a message of the same keys.
 */
export async function writeToOutbox(
  tx: Transaction,
  outbox: OutboxTable,
  events: readonly WaitingEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const name = toOutboxName(outbox);
  // In one order for all transactions, so that none wait for each other in a circle.
  const locks = [...new Set(events.map(({ key }) => `${name}:${key}`))].sort();
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(lock, 0))
    from jsonb_array_elements_text(${JSON.stringify(locks)}::text::jsonb) as lock`);
  await tx.insert(outbox).values(
    events.map(({ timestampMs, ...message }) => ({
      ...message,
      headers: addTraceparent(message.headers),
      occurredAt: new Date(timestampMs),
    })),
  );
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
