import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { isMailAddress } from '#platform/mail/mail-address.ts';
import { prepareDocument } from '../../documents/prepare-document.ts';
import { parseId } from '../../domain/reference.ts';
import type { CustomerLanguage, SendInvoiceInput } from '../../generated/types.ts';
import { findInvoicesById } from '../../store/find-invoices.ts';
import { writeHistory } from '../../store/write-history.ts';
import { type InvoiceRow, invoices } from '../../tables.ts';
import type { Billing } from '../../use-cases/billing.ts';
import { invoiceMailBounds } from '../invoice-mail-kind.ts';
import { queueInvoiceMail } from '../queue-invoice-mail.ts';
import { checkHasAddress } from './check-has-address.ts';
import { checkMailsOfDay } from './check-mails-of-day.ts';

/** A mail that a person asks for. */
interface RequestedMail {
  readonly invoice: InvoiceRow;
  readonly language: CustomerLanguage;
  readonly recipient: string | null;
  readonly message: string | null;
}

/** Queues the mail of an issued invoice or credit note, with its document, and gives the mail's id. */
export function sendInvoice(
  billing: Billing,
  { principal }: SignedInCaller,
  input: SendInvoiceInput,
): Promise<Checked<string>> {
  const call = { operation: 'sendInvoice', principal, key: input.idempotencyKey, input };
  return answerOnce(billing.db, call, {
    prepare: () => prepare(billing, input),
    write: (tx, mail) => write(tx, billing, principal.subject, { mail, input }),
  });
}

async function prepare(billing: Billing, input: SendInvoiceInput): Promise<Checked<RequestedMail>> {
  const { db, sellerLanguage } = billing;
  const problems = new InputProblems();
  const rule = { maxLength: invoiceMailBounds.messageLength, isMultiline: true };
  const message = parseOptionalText(input.message, rule, problems.at('message'));
  const recipient = parseRecipient(input.to, problems.at('to'));
  const id = parseId(input.id);
  const [invoice] = id === undefined ? [] : await findInvoicesById(db, [id]);
  const language = input.language ?? invoice?.customerLanguage ?? sellerLanguage;
  // An invoice without a document cannot be sent; the problems say why.
  const asDocument = { invoiceId: input.id, format: 'PDF', language } as const;
  const { problems: ofDocument = [] } = await prepareDocument(db, asDocument, sellerLanguage);
  for (const { code, message: text } of ofDocument) problems.at('id').add(code, text);
  if (invoice !== undefined && ofDocument.length === 0 && recipient === null)
    await checkHasAddress(billing, invoice.customerId, problems.at('to'));
  if (!problems.isEmpty || invoice === undefined || message === undefined || recipient === undefined)
    return { problems: problems.errors };
  return { value: { invoice, language, recipient, message } };
}

function parseRecipient(
  given: string | null | undefined,
  problems: InputProblems,
): string | null | undefined {
  const text = parseOptionalText(given, { maxLength: invoiceMailBounds.addressLength }, problems);
  if (typeof text !== 'string' || isMailAddress(text)) return text;
  problems.add('INVALID', 'Must be an e-mail address, for example accounts@example.com.');
  return undefined;
}

async function write(
  tx: Transaction,
  { clock }: Billing,
  actor: string,
  { mail, input }: { readonly mail: RequestedMail; readonly input: SendInvoiceInput },
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const { expectedVersion } = input;
  const [invoice] = await tx.select().from(invoices).where(eq(invoices.id, mail.invoice.id)).for('update');
  if (invoice?.status !== 'ISSUED' && invoice?.status !== 'PAID')
    problems
      .at('id')
      .add('WRONG_STATE', 'The invoice is void; its document would ask for money that is not due.');
  else if (typeof expectedVersion === 'number' && expectedVersion !== invoice.version) {
    const message = `The invoice is at version ${invoice.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  } else await checkMailsOfDay(tx, invoice.id, problems.at('id'));
  if (invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
  const mailId = await queueInvoiceMail(tx, { ...mail, kind: invoice.kind, invoice, queuedBy: actor });
  if (mailId === undefined) throw new TypeError('A mail without a dedupe key was not queued.');
  const details = { mailId };
  await writeHistory(tx, {
    invoiceId: invoice.id,
    kind: 'MAIL_QUEUED',
    occurredAt: clock(),
    actor,
    details,
  });
  return { value: mailId };
}
