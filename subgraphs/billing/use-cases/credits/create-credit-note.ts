import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { CreditInput } from '../../domain/credit-input.ts';
import { formatInvoiceNumber } from '../../domain/number.ts';
import { queueIssueMail } from '../../mail/queue-occasions.ts';
import { announceCredit } from '../../outbox/announce-credit.ts';
import { releaseForCredit } from '../../stock/release-stock.ts';
import { insertCreditNote } from '../../store/insert-credit-note.ts';
import { takeNumber } from '../../store/take-number.ts';
import { writeHistory } from '../../store/write-history.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { ApprovableAction } from '../approvals/approvable-action.ts';
import type { Billing } from '../billing.ts';
import { type Intent, readActionable } from '../find-for-action.ts';
import { type CreditPlan, planCredit } from './plan-credit.ts';

/** The fields of an input that credits an invoice; without a version, any is right. */
export interface CreditNoteInput extends CreditInput {
  readonly invoiceId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** Credits an issued invoice, by line and quantity or all that is left of it. */
export const creditAction: ApprovableAction<CreditNoteInput> = {
  action: 'CREDIT',
  async plan(billing, reader, input) {
    const { invoiceId: id, expectedVersion } = input;
    const found = new InputProblems();
    const version = typeof expectedVersion === 'number' ? { expectedVersion } : {};
    const intent: Intent = { action: 'CREDIT', id, field: 'invoiceId', ...version };
    const invoice = await readActionable(reader, intent, found);
    const { value: plan, problems } = await planCredit(billing, reader.db, input, invoice, found);
    if (problems !== undefined) return { problems };
    const sellerId = await billing.sellerRecords.record();
    return {
      value: {
        invoice: plan.invoice,
        amountMinor: plan.figures.totalMinor,
        reason: plan.reason,
        run: (tx, principal) => write(tx, billing, { ...plan, sellerId, principal }),
      },
    };
  },
};

/**
 * Writes the credit note and all that follows from it. The number is taken late, as no other credit note can be created
 * from then to the commit.
 */
async function write(
  tx: Transaction,
  billing: Billing,
  {
    invoice,
    figures,
    issueDate,
    reason,
    returnsGoods,
    sellerId,
    principal,
  }: CreditPlan & { readonly sellerId: number | null; readonly principal: Principal },
): Promise<Checked<string>> {
  const { clock, numberFormats } = billing;
  const { subject: actor } = principal;
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
  const entry = { occurredAt: now, actor };
  const amountMinor = String(figures.totalMinor);
  await writeHistory(tx, { ...entry, invoiceId: note.id, kind: 'ISSUED' });
  await writeHistory(tx, {
    ...entry,
    invoiceId: invoice.id,
    kind: 'CREDITED',
    details: { creditNoteId: note.id, amountMinor, reason },
  });
  if (returnsGoods) {
    const lines = figures.lines.map(({ line: { productId }, quantityE4 }) => ({ productId, quantityE4 }));
    await releaseForCredit(tx, { invoiceId: invoice.id, actor, lines });
  }
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
  const issued = { ...invoice, id: note.id, kind: 'CREDIT_NOTE', sellerId } as const;
  await queueIssueMail(tx, billing, principal, issued);
  return { value: note.id };
}

function toNumber({ id, number }: InvoiceRow): string {
  if (number === null) throw new TypeError(`The issued invoice ${id} has no number.`);
  return number;
}
