import type { Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { InvoiceRow } from '../tables.ts';
import type { Billing } from '../use-cases/billing.ts';
import { isOccasion } from './invoice-mail-fields.ts';
import { queueInvoiceMail } from './queue-invoice-mail.ts';

type Rules = Pick<Billing, 'mailPolicy' | 'sellerLanguage'>;
type MailedInvoice = Pick<InvoiceRow, 'id' | 'customerId' | 'kind' | 'sellerId' | 'customerLanguage'>;

/** Queues the mail of an invoice or a credit note that is issued, in the transaction of the issue. */
export async function queueIssueMail(
  tx: Transaction,
  { mailPolicy, sellerLanguage }: Rules,
  principal: Principal,
  invoice: MailedInvoice,
): Promise<void> {
  // Without the data of a seller there is no document.
  if (invoice.sellerId === null || !isOccasion(mailPolicy.onIssue, principal)) return;
  await queueInvoiceMail(tx, {
    kind: invoice.kind,
    invoice,
    language: invoice.customerLanguage ?? sellerLanguage,
    queuedBy: principal.subject,
    dedupeKey: `issued:${invoice.id}`,
  });
}

/** Queues the receipt of a payment of one of our own invoices, in the transaction that records it. */
export async function queueReceipt(
  tx: Transaction,
  { mailPolicy, sellerLanguage }: Rules,
  principal: Principal,
  { invoice, paymentId }: { readonly invoice: MailedInvoice; readonly paymentId: string },
): Promise<void> {
  if (invoice.sellerId === null || !isOccasion(mailPolicy.onPayment, principal)) return;
  await queueInvoiceMail(tx, {
    kind: 'PAYMENT_RECEIPT',
    invoice,
    paymentId,
    language: invoice.customerLanguage ?? sellerLanguage,
    queuedBy: principal.subject,
    dedupeKey: `payment:${paymentId}`,
  });
}
