import type { Transaction } from '#platform/database/transaction.ts';
import type { HistoryDetails, InvoiceHistoryKind } from '../domain/history.ts';
import { invoiceHistory } from '../payment-tables.ts';

/** An event of an invoice's life. */
export interface HistoryEntry {
  readonly invoiceId: string;
  readonly kind: InvoiceHistoryKind;
  readonly occurredAt: Date;
  /** The subject of the caller, or the name of the process that did it. */
  readonly actor: string;
  readonly details?: HistoryDetails;
}

/**
 * Adds an event to the history of an invoice, in the transaction of the event. Those of payments, reversals and refunds
 * are written by the trigger of their table.
 */
export async function writeHistory(tx: Transaction, entry: HistoryEntry): Promise<void> {
  await tx.insert(invoiceHistory).values(entry);
}
