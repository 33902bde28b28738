import { eq } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { type InvoiceMailRow, invoiceMails, type ReminderPauseRow, reminderPauses } from '../mail-tables.ts';
import { type PaymentRow, payments } from '../payment-tables.ts';
import { findInvoicesById } from '../store/find-invoices.ts';
import { findReversal } from '../store/find-payments.ts';
import { findSellers } from '../store/seller-records.ts';
import type { InvoiceRow } from '../tables.ts';

/** The things that a mail is about, as they are now. */
export interface MailSubject {
  readonly about: InvoiceMailRow;
  readonly invoice: InvoiceRow & { readonly number: string; readonly issueDate: string };
  readonly seller: SellerDetails;
  /** On a credit note, the number of its invoice. */
  readonly creditedNumber: string | undefined;
  readonly payment: PaymentRow | undefined;
  readonly isPaymentReversed: boolean;
  readonly pause: ReminderPauseRow | undefined;
}

/** Loads the things that a mail is about, or says why there is nothing to send. */
export async function loadMailSubject(
  db: Reader,
  mailId: string,
): Promise<{ readonly subject: MailSubject } | { readonly reason: string }> {
  const [about] = await db.select().from(invoiceMails).where(eq(invoiceMails.mailId, mailId));
  if (about === undefined) return { reason: 'The mail is about no invoice.' };
  const [invoice] = await findInvoicesById(db, [about.invoiceId]);
  if (invoice === undefined || invoice.number === null || invoice.issueDate === null)
    return { reason: 'The invoice is not issued.' };
  if (invoice.status === 'VOID') return { reason: 'The invoice is void.' };
  const { number, issueDate, sellerId, creditedInvoiceId } = invoice;
  const [seller] = sellerId === null ? [] : await findSellers(db, [sellerId]);
  if (seller === undefined) return { reason: 'The invoice was issued without the data of a seller.' };
  const [credited] = creditedInvoiceId === null ? [] : await findInvoicesById(db, [creditedInvoiceId]);
  const { paymentId } = about;
  const [payment] =
    paymentId === null ? [] : await db.select().from(payments).where(eq(payments.id, paymentId));
  const [pause] = await db.select().from(reminderPauses).where(eq(reminderPauses.invoiceId, invoice.id));
  return {
    subject: {
      about,
      invoice: { ...invoice, number, issueDate },
      seller,
      creditedNumber: credited?.number ?? undefined,
      payment,
      isPaymentReversed: payment !== undefined && (await findReversal(db, payment.id)) !== undefined,
      pause,
    },
  };
}
