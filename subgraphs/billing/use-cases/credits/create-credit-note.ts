import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { formatInvoiceNumber } from '../../domain/number.ts';
import type { CreateCreditNoteInput } from '../../generated/types.ts';
import { announceCredit } from '../../outbox/announce-credit.ts';
import { releaseForCredit } from '../../stock/release-stock.ts';
import { insertCreditNote } from '../../store/insert-credit-note.ts';
import { takeNumber } from '../../store/take-number.ts';
import { writeHistory } from '../../store/write-history.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { Billing } from '../billing.ts';
import { findActionable, type Intent, lockActionable } from '../find-for-action.ts';
import { type CreditPlan, planCredit } from './plan-credit.ts';

/** Credits an issued invoice, by line and quantity or all that is left of it, in one transaction. */
export function createCreditNote(
  billing: Billing,
  caller: SignedInCaller,
  input: CreateCreditNoteInput,
): Promise<Checked<string>> {
  const call = {
    operation: 'createCreditNote',
    principal: caller.principal,
    key: input.idempotencyKey,
    input,
  };
  const { invoiceId: id, expectedVersion } = input;
  const version = typeof expectedVersion === 'number' ? { expectedVersion } : {};
  const intent: Intent = { action: 'CREDIT', id, field: 'invoiceId', ...version };
  return answerOnce(billing.db, call, {
    // All problems are found here, without a lock; under the lock, what other credits changed meanwhile is found again.
    prepare: async () => {
      const found = new InputProblems();
      const invoice = await findActionable(billing.db, intent, found);
      const { problems } = await planCredit(billing, billing.db, input, invoice, found);
      return problems === undefined ? { value: await billing.sellerRecords.record() } : { problems };
    },
    write: async (tx, sellerId) => {
      const found = new InputProblems();
      const invoice = await lockActionable(tx, intent, found);
      const { value, problems } = await planCredit(billing, tx, input, invoice, found);
      return problems === undefined ? write(tx, billing, caller, { ...value, sellerId }) : { problems };
    },
  });
}

/**
 * Writes the credit note and all that follows from it. The number is taken late, as no other credit note can be created
 * from then to the commit.
 */
async function write(
  tx: Transaction,
  { clock, numberFormats }: Billing,
  { principal }: SignedInCaller,
  { invoice, figures, issueDate, reason, sellerId }: CreditPlan & { readonly sellerId: number | null },
): Promise<Checked<string>> {
  const now = clock();
  const format = numberFormats.CREDIT_NOTE;
  const { number, newestIssueDate } = await takeNumber(tx, 'CREDIT_NOTE', issueDate, format);
  if (number === undefined) {
    const problems = new InputProblems();
    const message = `The newest credit note of ${issueDate.slice(0, 4)} is of ${newestIssueDate}; take that day or a later one.`;
    problems.at('issueDate').add('OUT_OF_RANGE', message);
    return { problems: problems.errors };
  }
  const place = { ...number, number: formatInvoiceNumber(number, format) };
  const note = await insertCreditNote(tx, { invoice, figures, place, issueDate, reason, sellerId }, now);
  const entry = { occurredAt: now, actor: principal.subject };
  const amountMinor = String(figures.totalMinor);
  await writeHistory(tx, { ...entry, invoiceId: note.id, kind: 'ISSUED' });
  await writeHistory(tx, {
    ...entry,
    invoiceId: invoice.id,
    kind: 'CREDITED',
    details: { creditNoteId: note.id, amountMinor, reason },
  });
  const lines = figures.lines.map(({ line: { productId }, quantityE4 }) => ({ productId, quantityE4 }));
  await releaseForCredit(tx, { invoiceId: invoice.id, actor: principal.subject, lines });
  await announceCredit(tx, {
    invoiceNumber: toNumber(invoice),
    customerId: invoice.customerId,
    customerName: invoice.customerName,
    currency: invoice.currency,
    creditNoteNumber: note.number,
    creditedMinor: figures.totalMinor,
    issueDate,
    issuedAt: now,
  });
  return { value: note.id };
}

function toNumber({ id, number }: InvoiceRow): string {
  if (number === null) throw new TypeError(`The issued invoice ${id} has no number.`);
  return number;
}
