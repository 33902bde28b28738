import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { parseId } from '../../domain/reference.ts';
import type { CustomerLanguage, ResendMailInput } from '../../generated/types.ts';
import { writeHistory } from '../../store/write-history.ts';
import { invoices } from '../../tables.ts';
import type { Billing } from '../../use-cases/billing.ts';
import { findResendObstacle } from '../find-resend-obstacle.ts';
import type { InvoiceMailKind } from '../invoice-mail-kind.ts';
import { findMail, type InvoiceMail } from '../mail-store.ts';
import { queueInvoiceMail } from '../queue-invoice-mail.ts';
import { checkHasAddress } from './check-has-address.ts';
import { checkMailsOfDay } from './check-mails-of-day.ts';

/**
 * Sends a mail that has come to its end once more, as a new one with the figures of then, and gives the new one's id. An address that a
 * person had given is kept; that of the customer is looked up anew.
 */
export function resendMail(
  billing: Billing,
  { principal }: SignedInCaller,
  input: ResendMailInput,
): Promise<Checked<string>> {
  const call = { operation: 'resendMail', principal, key: input.idempotencyKey, input };
  return answerOnce(billing.db, call, {
    prepare: async () => {
      const problems = new InputProblems();
      const mail = await findResendable(billing.db, input.id, problems.at('id'));
      if (mail !== undefined && !mail.hasGivenRecipient)
        await checkHasAddress(billing, mail.customerId, problems.at('id'));
      if (mail === undefined || !problems.isEmpty) return { problems: problems.errors };
      return { value: mail };
    },
    write: (tx, mail) => write(tx, billing, principal.subject, mail),
  });
}

/** Finds the mail if it may be sent again; the reason why not is noted. */
async function findResendable(
  db: Reader,
  given: string,
  problems: InputProblems,
): Promise<InvoiceMail | undefined> {
  const id = parseId(given);
  const mail = id === undefined ? undefined : await findMail(db, id);
  if (mail === undefined) {
    problems.add('NOT_FOUND', 'There is no mail with this id.');
    return undefined;
  }
  const obstacle = findResendObstacle(mail);
  if (obstacle !== undefined) problems.add('WRONG_STATE', obstacle);
  return mail;
}

async function write(
  tx: Transaction,
  { clock, sellerLanguage }: Billing,
  actor: string,
  { id: resentMailId, invoiceId }: InvoiceMail,
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const [invoice] = await tx.select().from(invoices).where(eq(invoices.id, invoiceId)).for('update');
  const mail = await findResendable(tx, resentMailId, problems.at('id'));
  if (invoice?.status === 'VOID') problems.at('id').add('WRONG_STATE', 'The invoice is void.');
  await checkMailsOfDay(tx, invoiceId, problems.at('id'));
  if (mail === undefined || invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
  const mailId = await queueInvoiceMail(tx, {
    kind: mail.kind as InvoiceMailKind,
    invoice,
    language: (mail.language ?? sellerLanguage) as CustomerLanguage,
    queuedBy: actor,
    paymentId: mail.paymentId,
    stepDays: mail.stepDays,
    message: mail.message,
    recipient: mail.hasGivenRecipient ? mail.recipient : null,
    resentMailId,
  });
  if (mailId === undefined) throw new TypeError('A mail without a dedupe key was not queued.');
  const details = { mailId };
  await writeHistory(tx, { invoiceId, kind: 'MAIL_QUEUED', occurredAt: clock(), actor, details });
  return { value: mailId };
}
