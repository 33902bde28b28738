import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import type { Invoice } from '../invoice.ts';
import { addSums, emptySum, type InvoiceSum } from '../invoice-sum.ts';

/** The sum of a customer's invoices, with the name on the invoice issued last. Simulated invoices are counted apart. */
export interface CustomerSum extends InvoiceSum {
  readonly simulated: InvoiceSum;
  readonly customerName: string;
  /** The time when that invoice was issued, in milliseconds since 1970; not after the clock at its receipt. */
  readonly namedAtMs: number;
}

/** A customer's invoices in one currency. */
export interface CustomerKey {
  readonly customerKey: string;
  readonly currency: string;
}

/** The sum of one invoice. */
export function toCustomerSum(invoice: Invoice, issuedAtMs: number): CustomerSum {
  const { customerName, amountMinor, aheadMs, isSimulated } = invoice;
  const sum = { count: 1, amountMinor };
  const [real, simulated] = isSimulated ? [emptySum, sum] : [sum, emptySum];
  return { ...real, simulated, customerName, namedAtMs: issuedAtMs - Math.max(0, aheadMs) };
}

/** Before every invoice, so that removed invoices do not name a customer whom an invoice names. */
const namedByNone = -1;

/** The sum of imported invoices, or of removed ones. */
export function toImportedSum(total: ImportedTotal, nowMs: number): CustomerSum {
  const { customerName, count, amountMinor, latestIssuedAtMs } = total;
  const namedAtMs =
    latestIssuedAtMs === undefined ? namedByNone : Math.min(Math.max(0, latestIssuedAtMs), nowMs);
  return { count, amountMinor, simulated: emptySum, customerName, namedAtMs };
}

/** Adds two sums of one customer and currency; of two invoices issued at the same time the second gives the name. */
export function addCustomerSums(left: CustomerSum, right: CustomerSum): CustomerSum {
  const { customerName, namedAtMs } = right.namedAtMs >= left.namedAtMs ? right : left;
  const simulated = addSums(left.simulated, right.simulated);
  return { ...addSums(left, right), simulated, customerName, namedAtMs };
}
