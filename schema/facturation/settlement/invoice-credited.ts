import { amountMember, dayMember, instantMember } from '../common-members.ts';
import type { MoneyValues } from '../members-codec.ts';
import { textMember } from '../wire-member.ts';
import { EventCodec } from './event-codec.ts';
import { invoiceMembers } from './invoice-members.ts';

const members = {
  ...invoiceMembers,
  amount: amountMember(
    "The credited amount, with tax: an exact decimal number in the currency's unit with no more decimals than ISO 4217 gives the currency; of the sign of the invoice's total, or zero.",
  ),
  creditNoteNumber: textMember(64, 'The number on the credit note, which no other document has.'),
  /** The date on the credit note. */
  issueDate: dayMember('The date on the credit note, a calendar day of the seller.'),
  creditedAt: instantMember('The time of issue of the credit note, an RFC 3339 instant with an offset.'),
};

/** Says that a credit note was issued for an invoice; the amount is what it credits. */
export interface InvoiceCredited extends MoneyValues<typeof members> {}

/** Events of credit notes, at the time of their issue. */
export const invoiceCredited: EventCodec<InvoiceCredited> = new EventCodec({
  type: 'facturation.invoice.credited.v1',
  members,
  toTime: ({ creditedAt }) => creditedAt,
});
