import type { InvoiceKind } from './invoice-origin.ts';
import type { InvoiceStatus } from './invoice-status.ts';

/** The states of an invoice with what payments, credits and the due date say of it. */
export type DerivedInvoiceStatus = 'DRAFT' | 'OPEN' | 'PARTIALLY_PAID' | 'OVERDUE' | 'PAID' | 'VOID';

/** The figures of an invoice that say what is left to pay. */
export interface Settlement {
  readonly status: InvoiceStatus;
  readonly kind: InvoiceKind;
  readonly totalMinor: bigint;
  /** Payments less their reversals and refunds, in minor units. */
  readonly paidMinor: bigint;
  /** The totals of the credit notes of this invoice, above zero, in minor units. */
  readonly creditedMinor: bigint;
}

/**
 * The amount that is left to pay, in minor units; never below zero. It is zero on a void invoice and on a credit note.
 * An invoice that is PAID has none, even if its payments are kept elsewhere, as those of some imported ones are.
 */
export function toBalance({ status, kind, totalMinor, paidMinor, creditedMinor }: Settlement): bigint {
  if (kind === 'CREDIT_NOTE' || status === 'PAID' || status === 'VOID') return 0n;
  return atLeastZero(totalMinor - paidMinor - creditedMinor);
}

/** The amount that was paid beyond what the credits left of the total, in minor units: it can be given back. */
export function toRefundable({ totalMinor, paidMinor, creditedMinor, kind }: Settlement): bigint {
  return kind === 'CREDIT_NOTE' ? 0n : atLeastZero(paidMinor + creditedMinor - totalMinor);
}

/**
 * The state that the API calls `derivedStatus`. OVERDUE comes before PARTIALLY_PAID, and an invoice of which nothing is
 * left to pay is PAID.
 *
 * @param today the seller's day, for example `2026-03-01`; an invoice is overdue from the day after it was due
 */
export function deriveStatus(
  invoice: Settlement & { readonly dueDate: string | null },
  today: string,
): DerivedInvoiceStatus {
  const { status, dueDate, paidMinor, creditedMinor } = invoice;
  if (status === 'DRAFT' || status === 'VOID') return status;
  if (toBalance(invoice) === 0n) return 'PAID';
  if (dueDate !== null && dueDate < today) return 'OVERDUE';
  return paidMinor + creditedMinor > 0n ? 'PARTIALLY_PAID' : 'OPEN';
}

function atLeastZero(amountMinor: bigint): bigint {
  return amountMinor > 0n ? amountMinor : 0n;
}
