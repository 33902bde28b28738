import type { Transaction } from '#platform/database/transaction.ts';
import { type InvoiceVoided, invoiceVoided } from '#schema/facturation/settlement/invoice-voided.ts';
import { type IssuedDocument, toInvoiceMembers } from './issued-document.ts';
import { writeEvent } from './write-event.ts';

/** An invoice at the moment when it is made void. */
export interface VoidedInvoice extends IssuedDocument {
  /** Including tax. */
  readonly totalMinor: bigint;
  readonly voidedAt: Date;
}

/** Writes the event of a voided invoice into the outbox, as the last statement of the transaction that makes it void. */
export function announceVoid(tx: Transaction, invoice: VoidedInvoice): Promise<void> {
  const { totalMinor: amountMinor, voidedAt } = invoice;
  const event: InvoiceVoided = {
    ...toInvoiceMembers(invoice),
    amountMinor,
    voidedAt: voidedAt.toISOString(),
  };
  return writeEvent(tx, invoiceVoided, event, voidedAt);
}
