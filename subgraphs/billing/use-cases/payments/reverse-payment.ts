import { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { today } from '#schema/calendar/day.ts';
import { formatMinor } from '#schema/money.ts';
import { paymentBounds } from '../../domain/payment.ts';
import type { PaymentRow } from '../../payment-tables.ts';
import { findPayment, findReversal } from '../../store/find-payments.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { ApprovableAction, PlanReader } from '../approvals/approvable-action.ts';
import { readActionable } from '../find-for-action.ts';
import { insertEntry } from './insert-entry.ts';

/** The fields of an input that takes an entry of payments back. */
export interface ReversalInput {
  readonly paymentId: string;
  readonly reason: string;
}

/** Takes a payment or refund back by a counter-entry, whose id it gives. */
export const reversalAction: ApprovableAction<ReversalInput> = {
  action: 'REVERSE_PAYMENT',
  async plan({ clock, seller }, reader, input) {
    const problems = new InputProblems();
    const rule = { maxLength: paymentBounds.noteLength, isMultiline: true };
    const reason = parseRequiredText(input.reason, rule, problems.at('reason'));
    const payment = await findPayment(reader.db, input.paymentId);
    const invoice = await findReversible(reader, payment, problems);
    if (!problems.isEmpty || payment === undefined || invoice === undefined || reason === undefined)
      return { problems: problems.errors };
    return {
      value: {
        invoice,
        amountMinor: payment.amountMinor < 0n ? -payment.amountMinor : payment.amountMinor,
        reason,
        run: async (tx, { subject: recordedBy }) => ({
          value: await insertEntry(tx, invoice, {
            kind: 'REVERSAL',
            amountMinor: -payment.amountMinor,
            method: payment.method,
            reference: payment.reference,
            paidOn: today(clock, seller.timeZone),
            note: reason,
            reversesPaymentId: payment.id,
            recordedBy,
            recordedAt: clock(),
          }),
        }),
      },
    };
  },
};

/** The invoice of an entry that can be taken back; undefined for problems, which are noted. */
async function findReversible(
  reader: PlanReader,
  payment: PaymentRow | undefined,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  if (payment === undefined) {
    problems.at('paymentId').add('NOT_FOUND', 'There is no payment with this id.');
    return undefined;
  }
  const intent = { action: 'REVERSE_PAYMENT', id: payment.invoiceId, field: 'paymentId' } as const;
  const invoice = await readActionable(reader, intent, problems);
  if (invoice === undefined) return undefined;
  const isReversed = (await findReversal(reader.db, payment.id)) !== undefined;
  const obstacle = findEntryObstacle(payment, isReversed, invoice);
  if (obstacle !== undefined) problems.at('paymentId').add('WRONG_STATE', obstacle);
  return invoice;
}

function findEntryObstacle(
  { kind, amountMinor }: PaymentRow,
  isReversed: boolean,
  { paidMinor, currency }: InvoiceRow,
): string | undefined {
  if (kind === 'REVERSAL') return 'This entry is a reversal; record the payment anew.';
  if (isReversed) return 'This entry is reversed already.';
  if (paidMinor >= amountMinor) return undefined;
  const left = `${formatMinor(paidMinor, currency)} ${currency}`;
  return `Of the invoice's payments ${left} is left after refunds, less than this payment; reverse a refund first.`;
}
