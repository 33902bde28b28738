import { importedPaymentsType } from './imported-payments.ts';
import { importedTotalsType } from './imported-totals.ts';
import { invoiceCredited } from './settlement/invoice-credited.ts';
import { invoicePaid } from './settlement/invoice-paid.ts';
import { invoiceVoided } from './settlement/invoice-voided.ts';

/** The types of events in the topic that carry no FACTURATION message. */
const otherTypes: ReadonlySet<string | undefined> = new Set([
  importedTotalsType,
  importedPaymentsType,
  invoicePaid.type,
  invoiceCredited.type,
  invoiceVoided.type,
]);

/**
 * Tests if a record is an event of a known type that carries no FACTURATION message, so that a reader of invoices alone
 * passes it over. A type that is not known may be one of a later release: such a record is to be kept.
 */
export function carriesNoInvoice(headers: Readonly<Record<string, string>>): boolean {
  return otherTypes.has(headers['ce_type']);
}
