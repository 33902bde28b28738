import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { ComposeMail, MailAttachment, MailComposition, QueuedMail } from '#platform/mail/mail.ts';
import { isMailAddress } from '#platform/mail/mail-address.ts';
import { today } from '#schema/calendar/day.ts';
import type { Disputes } from '../directories/disputes.ts';
import type { MailRecipient, MailRecipients } from '../directories/mail-recipients.ts';
import { documentTypes } from '../documents/document-key.ts';
import { loadPreparedDocument, prepareDocument } from '../documents/prepare-document.ts';
import type { CustomerLanguage } from '../generated/types.ts';
import type { Billing } from '../use-cases/billing.ts';
import type { OpenMailLink } from './create-link-opener.ts';
import { findMailObstacle } from './find-mail-obstacle.ts';
import type { InvoiceMailKind } from './invoice-mail-kind.ts';
import { isCourtesy } from './is-courtesy.ts';
import { loadMailSubject, type MailSubject } from './load-mail-subject.ts';
import { toLegalFooter } from './to-legal-footer.ts';
import { mailTexts, toMailFacts } from './to-mail-facts.ts';
import { writeMail } from './write-mail.ts';

/** The parts by which mails about invoices are composed. */
export interface InvoiceMailParts
  extends Pick<
    Billing,
    'db' | 'clock' | 'seller' | 'sellerLanguage' | 'documentArchive' | 'mailPolicy' | 'log'
  > {
  readonly recipients: MailRecipients;
  readonly disputes: Disputes;
  readonly openLink?: OpenMailLink;
}

/** The wait for whoever knows of disputes, in milliseconds. */
const disputeRetryMs = 5 * 60_000;

/** Creates the function that composes mails about invoices of what is true when they are sent. */
export function createInvoiceMailComposer(parts: InvoiceMailParts): ComposeMail {
  return async (mail) => {
    const loaded = await loadMailSubject(parts.db, mail.id);
    if ('reason' in loaded) return cancel(loaded.reason);
    const { subject } = loaded;
    const kind = mail.kind as InvoiceMailKind;
    const time = { today: today(parts.clock, parts.seller.timeZone), plan: parts.mailPolicy.plan };
    const obstacle = findMailObstacle(kind, subject, time);
    if (obstacle !== undefined) return cancel(obstacle);
    if (kind === 'REMINDER') {
      const held = await findDispute(parts, subject.invoice.id);
      if (held !== undefined) return held;
    }
    const { customerId } = subject.invoice;
    const recipient = customerId === null ? undefined : await parts.recipients.findRecipient(customerId);
    const ofCourtesy = isCourtesy(kind, subject.invoice.dueDate, time.today);
    if (ofCourtesy && recipient?.courtesyMails === false)
      return cancel('The customer does not want reminders before the due date.');
    const to = findAddress(mail, subject, recipient);
    if ('reason' in to) return cancel(to.reason);
    return write(parts, { mail, kind, subject, to: to.address, recipient, today: time.today });
  };
}

function cancel(reason: string): MailComposition {
  return { kind: 'cancelled', reason };
}

/** Holds a reminder of a disputed invoice back; undefined if nobody disputes it. */
async function findDispute(
  { disputes, clock, log }: InvoiceMailParts,
  invoiceId: string,
): Promise<MailComposition | undefined> {
  try {
    return (await disputes.isDisputed(invoiceId)) ? cancel('The invoice is disputed.') : undefined;
  } catch (err) {
    if (!(err instanceof DirectoryUnavailableError)) throw err;
    log.warn({ err, invoiceId }, 'a reminder waits, as nobody can tell if its invoice is disputed');
    return { kind: 'later', at: new Date(clock().getTime() + disputeRetryMs) };
  }
}

function findAddress(
  { recipient: given }: QueuedMail,
  { about }: MailSubject,
  recipient: MailRecipient | undefined,
): { readonly address: string } | { readonly reason: string } {
  const address = about.hasGivenRecipient ? given : (recipient?.email ?? undefined);
  if (address === undefined) return { reason: 'The customer has no e-mail address.' };
  if (!isMailAddress(address)) return { reason: 'The e-mail address of the customer is not one.' };
  return { address };
}

/** A mail whose recipient is known. */
interface AddressedMail {
  readonly mail: QueuedMail;
  readonly kind: InvoiceMailKind;
  readonly subject: MailSubject;
  readonly to: string;
  readonly recipient: MailRecipient | undefined;
  readonly today: string;
}

async function write(
  parts: InvoiceMailParts,
  { mail, kind, subject, to, recipient, today: day }: AddressedMail,
): Promise<MailComposition> {
  const { seller, about, invoice } = subject;
  const language = mail.language === 'FR' || mail.language === 'EN' ? mail.language : parts.sellerLanguage;
  const document = kind === 'PAYMENT_RECEIPT' ? undefined : await attach(parts, invoice.id, language);
  // A reminder without a document says all that it has to.
  if (document !== undefined && 'reason' in document && kind !== 'REMINDER') return cancel(document.reason);
  const attachments = document !== undefined && 'attachment' in document ? [document.attachment] : [];
  const facts = toMailFacts(kind, subject, {
    language,
    today: day,
    // A person who is written to at another address may not be the one that the customer names.
    contactName: about.hasGivenRecipient ? undefined : (recipient?.contactName ?? undefined),
    fees: parts.mailPolicy.plan.find(({ days }) => days === about.stepDays)?.fees,
    hasAttachment: attachments.length > 0,
  });
  const written = writeMail({
    language: language.toLowerCase(),
    facts,
    texts: mailTexts[language],
    link: await parts.openLink?.({
      invoiceId: invoice.id,
      language,
      mailId: about.mailId,
      isOwn: about.hasGivenRecipient,
    }),
    footer: toLegalFooter(seller, language),
  });
  return {
    kind: 'mail',
    to,
    ...written,
    attachments,
    headers: {
      ...(seller.email !== undefined && { 'Reply-To': seller.email }),
      ...(seller.email !== undefined &&
        facts.isCourtesy && {
          'List-Unsubscribe': `<mailto:${seller.email}?subject=${encodeURIComponent(written.subject)}>`,
        }),
    },
  };
}

/** The document of an invoice, made unless it has been, or the reason why there is none. */
async function attach(
  { db, documentArchive, sellerLanguage }: InvoiceMailParts,
  invoiceId: string,
  language: CustomerLanguage,
): Promise<{ readonly attachment: MailAttachment } | { readonly reason: string }> {
  const input = { invoiceId, format: 'PDF', language } as const;
  const { value: prepared, problems = [] } = await prepareDocument(db, input, sellerLanguage);
  if (prepared === undefined)
    return {
      reason: `There is no document: ${problems.map(({ message }) => message).join(' ')}`.slice(0, 900),
    };
  const { key, source } = prepared;
  await documentArchive.make(key, source);
  const content = await documentArchive.read(db, key, () => loadPreparedDocument(db, key));
  return { attachment: { filename: key.fileName, contentType: documentTypes.PDF, content } };
}
