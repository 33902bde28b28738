import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { and, eq, ne, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { loadFrozenDocument } from '../documents/load-frozen-document.ts';
import { toEInvoice } from '../documents/to-e-invoice.ts';
import { type DerivedInvoiceStatus, deriveStatus, toBalance, toRefundable } from '../domain/settlement.ts';
import { type PaymentRow, payments } from '../payment-tables.ts';
import { findInvoicesById } from '../store/find-invoices.ts';
import { type InvoiceRow, invoices } from '../tables.ts';

/** Of more payments or credit notes, the first ones are shown, and the sum of all. */
const maxEntries = 50;

/** An invoice as its customer sees it: the document as it was issued, and what became of it. */
export interface ShownInvoice {
  readonly id: string;
  readonly document: EInvoice;
  readonly seller: SellerDetails;
  readonly status: DerivedInvoiceStatus;
  readonly dueDate: string | null;
  readonly balanceMinor: bigint;
  readonly refundableMinor: bigint;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
  /** Payments and refunds that are not taken back. */
  readonly payments: readonly Pick<PaymentRow, 'amountMinor' | 'paidOn'>[];
  readonly creditNotes: readonly ShownCreditNote[];
  /** True if it can be downloaded as a PDF. */
  readonly hasPdf: boolean;
}

/** A credit note of the invoice; its amount is below zero. */
interface ShownCreditNote {
  readonly id: string;
  readonly number: string | null;
  readonly issueDate: string | null;
  readonly totalMinor: bigint;
}

/** Loads the row that a link shows; undefined if it has gone, or has not been issued. */
export async function findShownRow(reader: Reader, invoiceId: string): Promise<InvoiceRow | undefined> {
  const [invoice] = await findInvoicesById(reader, [invoiceId]);
  return invoice?.status === 'DRAFT' ? undefined : invoice;
}

/** Loads all that the page of an invoice shows, as of one moment; undefined if it was issued without the data of a seller. */
export async function loadShownInvoice(
  reader: Reader,
  invoice: InvoiceRow,
  { language, today }: { readonly language: DocumentLanguage; readonly today: string },
): Promise<ShownInvoice | undefined> {
  const frozen = await loadFrozenDocument(reader, invoice);
  if (frozen === undefined) return undefined;
  const document = toEInvoice(frozen, language);
  const { id, dueDate, paidMinor, creditedMinor, status, origin } = invoice;
  return {
    id,
    document,
    seller: frozen.seller,
    status: deriveStatus(invoice, today),
    dueDate,
    balanceMinor: toBalance(invoice),
    refundableMinor: toRefundable(invoice),
    paidMinor,
    creditedMinor,
    payments: await findStandingPayments(reader, id),
    creditNotes: await findCreditNotes(reader, id),
    hasPdf: status !== 'VOID' && origin === 'OWN' && findRuleViolations(document).length === 0,
  };
}

/** Entries that are not taken back, in the order of their days. */
async function findStandingPayments(
  reader: Reader,
  invoiceId: string,
): Promise<Pick<PaymentRow, 'amountMinor' | 'paidOn'>[]> {
  return reader
    .select({ amountMinor: payments.amountMinor, paidOn: payments.paidOn })
    .from(payments)
    .where(and(eq(payments.invoiceId, invoiceId), ne(payments.kind, 'REVERSAL'), isStanding()))
    .orderBy(payments.paidOn, payments.id)
    .limit(maxEntries);
}

function isStanding(): SQL {
  return sql`not exists (
    select from billing.payments as reversal where reversal.reverses_payment_id = ${payments.id})`;
}

async function findCreditNotes(reader: Reader, invoiceId: string): Promise<ShownCreditNote[]> {
  const { id, number, issueDate, totalMinor, creditedInvoiceId } = invoices;
  return reader
    .select({ id, number, issueDate, totalMinor })
    .from(invoices)
    .where(eq(creditedInvoiceId, invoiceId))
    .orderBy(id)
    .limit(maxEntries);
}
