import type { Transaction } from '#platform/database/transaction.ts';
import { type InvoicePaid, invoicePaid } from '#schema/facturation/settlement/invoice-paid.ts';
import { type IssuedDocument, toInvoiceMembers } from './issued-document.ts';
import { writeEvent } from './write-event.ts';

/** An entry of the payments of an invoice: a payment, its reversal or a refund. */
export interface PaymentEntry extends IssuedDocument {
  readonly paymentId: string;
  readonly kind: 'PAYMENT' | 'REVERSAL' | 'REFUND';
  /** The payment or refund that a reversal takes back; null on other entries. */
  readonly reversesPaymentId: string | null;
  /** Above zero where money came in, below zero where it went out. */
  readonly amountMinor: bigint;
  readonly method: string;
  /** A calendar day. */
  readonly paidOn: string;
  readonly recordedAt: Date;
}

/**
 * Writes the event of a payment, reversal or refund into the outbox, as the last statement of the transaction that records
 * it. Payments of a batch are announced in sums, and not by this function.
 */
export function announcePayment(tx: Transaction, entry: PaymentEntry): Promise<void> {
  const { paymentId, kind, reversesPaymentId, amountMinor, method, paidOn, recordedAt } = entry;
  const event: InvoicePaid = {
    ...toInvoiceMembers(entry),
    paymentId,
    kind,
    ...(reversesPaymentId !== null && { reversedPaymentId: reversesPaymentId }),
    amountMinor,
    method,
    paidOn,
    recordedAt: recordedAt.toISOString(),
  };
  return writeEvent(tx, invoicePaid, event, recordedAt);
}
