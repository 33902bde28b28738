import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { announcePayment } from '../../outbox/announce-payment.ts';
import { type PaymentRow, payments } from '../../payment-tables.ts';
import type { InvoiceRow } from '../../tables.ts';

/** The columns of an entry that its use case decides. */
export type NewEntry = Pick<
  PaymentRow,
  | 'kind'
  | 'amountMinor'
  | 'method'
  | 'paidOn'
  | 'reference'
  | 'note'
  | 'reversesPaymentId'
  | 'recordedBy'
  | 'recordedAt'
>;

/**
 * Writes a payment, reversal or refund of an invoice that is locked, as the last of its transaction, and gives its id. A
 * trigger adds it to the invoice and its history.
 */
export async function insertEntry(tx: Transaction, invoice: InvoiceRow, entry: NewEntry): Promise<string> {
  const { number } = invoice;
  if (number === null) throw new TypeError(`The invoice ${invoice.id} has no number.`);
  const id = uuid();
  await tx.insert(payments).values({ id, invoiceId: invoice.id, ...entry });
  await announcePayment(tx, { ...invoice, ...entry, paymentId: id, invoiceNumber: number });
  return id;
}
