import type { Transaction } from '#platform/database/transaction.ts';
import { addTraceparent } from '#platform/outbox/add-traceparent.ts';
import { outbox } from '../outbox-tables.ts';

/** A message in the form in which the event log keeps it. */
export interface OutboxMessage {
  /** Shows readers that a message is a repetition. */
  readonly eventId: string;
  /** Messages of one key keep the order in which their transactions commit. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The time of the event. */
  readonly occurredAt: Date;
}

/**
 * Writes a message for the relay, which sends it only after the transaction has committed.
 *
 * Call this last: until the end of the transaction, no other transaction can write a message of the same key.
 */
export async function writeMessage(tx: Transaction, message: OutboxMessage): Promise<void> {
  await tx.insert(outbox).values({ ...message, headers: addTraceparent(message.headers) });
}
