import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { today } from '#schema/calendar/day.ts';
import type { InvoiceState } from '../../domain/invoice-state.ts';
import { checkAmountWithin, parsePayment } from '../../domain/payment-input.ts';
import { toBalance, toRefundable } from '../../domain/settlement.ts';
import type { RecordPaymentInput, RecordRefundInput } from '../../generated/types.ts';
import { queueReceipt } from '../../mail/queue-occasions.ts';
import type { Billing } from '../billing.ts';
import { findActionable, type Intent, lockActionable } from '../find-for-action.ts';
import { insertEntry } from './insert-entry.ts';

/** A direction in which money moves: its operation, and the most that may move. */
interface Direction {
  readonly operation: 'recordPayment' | 'recordRefund';
  readonly action: 'RECORD_PAYMENT' | 'REFUND';
  readonly kind: 'PAYMENT' | 'REFUND';
  readonly sign: 1n | -1n;
  toBound(invoice: InvoiceState): { readonly name: string; readonly amountMinor: bigint };
}

const moneyIn: Direction = {
  operation: 'recordPayment',
  action: 'RECORD_PAYMENT',
  kind: 'PAYMENT',
  sign: 1n,
  toBound: (invoice) => ({ name: 'The balance of the invoice', amountMinor: toBalance(invoice) }),
};
const moneyOut: Direction = {
  operation: 'recordRefund',
  action: 'REFUND',
  kind: 'REFUND',
  sign: -1n,
  toBound: (invoice) => ({ name: 'The amount that can be refunded', amountMinor: toRefundable(invoice) }),
};

/** Records money that came in for an invoice, up to its balance, and gives the id of the entry. */
export function recordPayment(
  billing: Billing,
  caller: SignedInCaller,
  input: RecordPaymentInput,
): Promise<Checked<string>> {
  return record(moneyIn, billing, caller, input);
}

/** Records money that was given back, up to what is refundable, and gives the id of the entry. */
export function recordRefund(
  billing: Billing,
  caller: SignedInCaller,
  input: RecordRefundInput,
): Promise<Checked<string>> {
  return record(moneyOut, billing, caller, input);
}

function record(
  { operation, action, kind, sign, toBound }: Direction,
  billing: Billing,
  { principal }: SignedInCaller,
  input: RecordPaymentInput,
): Promise<Checked<string>> {
  const { db, clock, seller } = billing;
  const intent: Intent = { action, id: input.invoiceId, field: 'invoiceId' };
  const checkBound = (invoice: InvoiceState, amountMinor: bigint, problems: InputProblems) =>
    checkAmountWithin(
      amountMinor,
      { ...toBound(invoice), currency: invoice.currency },
      problems.at('amount'),
    );
  const call = { operation, principal, key: input.idempotencyKey, input };
  return answerOnce(db, call, {
    prepare: async () => {
      const problems = new InputProblems();
      const invoice = await findActionable(db, intent, problems);
      const around = { currency: invoice?.currency, today: today(clock, seller.timeZone) };
      const payment = parsePayment(input, around, problems);
      if (invoice === undefined || payment === undefined) return { problems: problems.errors };
      checkBound(invoice, payment.amountMinor, problems);
      return problems.isEmpty ? { value: payment } : { problems: problems.errors };
    },
    write: async (tx, payment) => {
      const problems = new InputProblems();
      const invoice = await lockActionable(tx, intent, problems);
      if (invoice !== undefined) checkBound(invoice, payment.amountMinor, problems);
      if (invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
      const id = await insertEntry(tx, invoice, {
        ...payment,
        kind,
        amountMinor: sign * payment.amountMinor,
        reversesPaymentId: null,
        recordedBy: principal.subject,
        recordedAt: clock(),
      });
      if (kind === 'PAYMENT') await queueReceipt(tx, billing, principal, { invoice, paymentId: id });
      return { value: id };
    },
  });
}
