import { amountMember, dayMember, instantMember } from '../common-members.ts';
import type { MoneyValues } from '../members-codec.ts';
import { formMember, optional, textMember } from '../wire-member.ts';
import { EventCodec } from './event-codec.ts';
import { invoiceMembers } from './invoice-members.ts';

const kindForm = /^(PAYMENT|REVERSAL|REFUND)$/;
const methodForm = /^[A-Z][A-Z_]{0,31}$/;

const members = {
  ...invoiceMembers,
  amount: amountMember(
    "An exact decimal number in the currency's unit with no more decimals than ISO 4217 gives the currency; above zero where money came in, below zero where it went out: a REVERSAL has the opposite sign of the entry that it takes back.",
  ),
  /** The identifier of the entry. */
  paymentId: textMember(64, 'The identifier of the entry, which no other entry has.'),
  kind: formMember(
    'must be PAYMENT, REVERSAL or REFUND',
    {
      description:
        'PAYMENT; REVERSAL, which takes a payment or a refund back; REFUND, money that is paid back.',
      pattern: kindForm.source,
    },
    'PAYMENT',
    (text) => kindForm.test(text),
  ),
  /** The payment or refund that a reversal takes back. */
  reversedPaymentId: optional(
    textMember(64, 'The identifier of the payment or refund that a REVERSAL takes back.'),
  ),
  method: formMember(
    'must be a text of 1 to 32 capital letters and underscores',
    {
      description:
        'BANK_TRANSFER, CARD, DIRECT_DEBIT, CASH, CHEQUE or OTHER; later releases may add methods.',
      pattern: methodForm.source,
    },
    'BANK_TRANSFER',
    (text) => methodForm.test(text),
  ),
  /** The day of the money. */
  paidOn: dayMember('The day of the money, a calendar day of the seller.'),
  recordedAt: instantMember('The time at which the entry was recorded, an RFC 3339 instant with an offset.'),
};

/** Says that a payment of an invoice, its reversal or a refund was recorded. */
export interface InvoicePaid extends MoneyValues<typeof members> {}

/** Events of payments, at the time of their record. */
export const invoicePaid: EventCodec<InvoicePaid> = new EventCodec({
  type: 'facturation.invoice.paid.v1',
  members,
  toTime: ({ recordedAt }) => recordedAt,
  findProblem: ({ kind, amountMinor }) => {
    const isRight = { PAYMENT: amountMinor > 0n, REFUND: amountMinor < 0n, REVERSAL: amountMinor !== 0n };
    const side = { PAYMENT: 'above', REFUND: 'below', REVERSAL: 'above or below' };
    // The form of the member leaves no other kind.
    const known = kind as keyof typeof isRight;
    if (isRight[known]) return undefined;
    return { path: '/amount', message: `must be ${side[known]} zero for a ${kind}` };
  },
});
