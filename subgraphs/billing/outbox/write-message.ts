import type { Transaction } from '#platform/database/transaction.ts';
import { outbox } from '../tables.ts';

/** A message for the event log, in the form in which the log keeps it. */
export interface OutboxMessage {
  /** By which readers recognise that they were given a message twice. */
  readonly eventId: string;
  /** Messages of one key keep the order in which their transactions commit. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** When what it tells took place. */
  readonly occurredAt: Date;
}

/**
 * Leaves a message for the relay, which sends it once the transaction has committed and not otherwise.
 *
 * Do it last: from here to the end of the transaction nobody else writes a message of this key.
 */
export async function writeMessage(tx: Transaction, message: OutboxMessage): Promise<void> {
  await tx.insert(outbox).values(message);
}
