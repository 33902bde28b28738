import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { today } from '#schema/calendar/day.ts';
import { formatMinor } from '#schema/money.ts';
import { paymentBounds } from '../../domain/payment.ts';
import type { ReversePaymentInput } from '../../generated/types.ts';
import type { PaymentRow } from '../../payment-tables.ts';
import { findPayment, findReversal } from '../../store/find-payments.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { Billing } from '../billing.ts';
import { findActionable, type Intent, lockActionable } from '../find-for-action.ts';
import { insertEntry } from './insert-entry.ts';

interface Reversal {
  readonly payment: PaymentRow;
  readonly reason: string;
}

/** Takes a payment or refund back by a counter-entry, and gives the id of that entry. */
export function reversePayment(
  billing: Billing,
  { principal }: SignedInCaller,
  input: ReversePaymentInput,
): Promise<Checked<string>> {
  const call = { operation: 'reversePayment', principal, key: input.idempotencyKey, input };
  return answerOnce(billing.db, call, {
    prepare: () => prepare(billing, input),
    write: (tx, reversal) => write(tx, billing, reversal, principal.subject),
  });
}

async function prepare({ db }: Billing, input: ReversePaymentInput): Promise<Checked<Reversal>> {
  const problems = new InputProblems();
  const reason = parseRequiredText(
    input.reason,
    { maxLength: paymentBounds.noteLength, isMultiline: true },
    problems.at('reason'),
  );
  const payment = await findPayment(db, input.paymentId);
  if (payment === undefined) problems.at('paymentId').add('NOT_FOUND', 'There is no payment with this id.');
  else {
    const invoice = await findActionable(db, toIntent(payment), problems);
    const isReversed = (await findReversal(db, payment.id)) !== undefined;
    if (invoice !== undefined) checkPayment(payment, isReversed, invoice, problems);
  }
  if (!problems.isEmpty || payment === undefined || reason === undefined)
    return { problems: problems.errors };
  return { value: { payment, reason } };
}

async function write(
  tx: Transaction,
  { clock, seller }: Billing,
  { payment, reason }: Reversal,
  recordedBy: string,
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const invoice = await lockActionable(tx, toIntent(payment), problems);
  if (invoice === undefined) return { problems: problems.errors };
  const isReversed = (await findReversal(tx, payment.id)) !== undefined;
  checkPayment(payment, isReversed, invoice, problems);
  if (!problems.isEmpty) return { problems: problems.errors };
  const id = await insertEntry(tx, invoice, {
    kind: 'REVERSAL',
    amountMinor: -payment.amountMinor,
    method: payment.method,
    reference: payment.reference,
    paidOn: today(clock, seller.timeZone),
    note: reason,
    reversesPaymentId: payment.id,
    recordedBy,
    recordedAt: clock(),
  });
  return { value: id };
}

function toIntent({ invoiceId }: PaymentRow): Intent {
  return { action: 'REVERSE_PAYMENT', id: invoiceId, field: 'paymentId' };
}

function checkPayment(
  { kind, amountMinor }: PaymentRow,
  isReversed: boolean,
  { paidMinor, currency }: InvoiceRow,
  problems: InputProblems,
): void {
  const at = problems.at('paymentId');
  if (kind === 'REVERSAL') at.add('WRONG_STATE', 'This entry is a reversal; record the payment anew.');
  else if (isReversed) at.add('WRONG_STATE', 'This entry is reversed already.');
  else if (paidMinor < amountMinor) {
    const left = `${formatMinor(paidMinor, currency)} ${currency}`;
    at.add(
      'WRONG_STATE',
      `Of the invoice's payments ${left} is left after refunds, less than this payment; reverse a refund first.`,
    );
  }
}
