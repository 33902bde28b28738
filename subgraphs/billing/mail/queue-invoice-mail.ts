import type { Transaction } from '#platform/database/transaction.ts';
import { queueMail } from '#platform/mail/queue-mail.ts';
import type { CustomerLanguage } from '../generated/types.ts';
import { invoiceMails, mails } from '../mail-tables.ts';
import type { InvoiceRow } from '../tables.ts';
import type { InvoiceMailKind } from './invoice-mail-kind.ts';

/** A mail about an invoice that is to be sent. */
export interface NewInvoiceMail {
  readonly kind: InvoiceMailKind;
  readonly invoice: Pick<InvoiceRow, 'id' | 'customerId'>;
  readonly language: CustomerLanguage;
  /** The subject of the person who asked for it or did what it tells of, or the name of the process. */
  readonly queuedBy: string;
  readonly paymentId?: string | null;
  readonly stepDays?: number | null;
  readonly message?: string | null;
  /** An address in place of the customer's. */
  readonly recipient?: string | null;
  readonly resentMailId?: string;
  /** A name of the occasion, of which there is one mail only. */
  readonly dedupeKey?: string;
  readonly notBefore?: Date;
}

/**
 * Queues a mail in the transaction of what it tells of. All figures and, unless it is given, the address are looked up when it is sent.
 *
 * @returns its id; undefined if the occasion has one
 */
export async function queueInvoiceMail(
  tx: Transaction,
  { kind, invoice, language, dedupeKey, notBefore, ...rest }: NewInvoiceMail,
): Promise<string | undefined> {
  const { queuedBy, paymentId, stepDays, message, recipient, resentMailId } = rest;
  const mailId = await queueMail(tx, mails, {
    kind,
    about: { invoiceId: invoice.id },
    language,
    ...(typeof recipient === 'string' && { recipient }),
    ...(dedupeKey !== undefined && { dedupeKey }),
    ...(notBefore !== undefined && { notBefore }),
  });
  if (mailId === undefined) return undefined;
  const { id: invoiceId, customerId } = invoice;
  const hasGivenRecipient = typeof recipient === 'string';
  await tx.insert(invoiceMails).values({
    mailId,
    invoiceId,
    customerId,
    paymentId,
    stepDays,
    message,
    hasGivenRecipient,
    resentMailId,
    queuedBy,
  });
  return mailId;
}
