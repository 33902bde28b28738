import { amountMember, instantMember } from '../common-members.ts';
import type { MoneyValues } from '../members-codec.ts';
import { EventCodec } from './event-codec.ts';
import { invoiceMembers } from './invoice-members.ts';

const members = {
  ...invoiceMembers,
  amount: amountMember(
    "The invoice's total with tax, an exact decimal number in the currency's unit with no more decimals than ISO 4217 gives the currency.",
  ),
  voidedAt: instantMember('The time at which the invoice was made void, an RFC 3339 instant with an offset.'),
};

/** Says that an issued invoice was made void; the amount is its total. */
export interface InvoiceVoided extends MoneyValues<typeof members> {}

/** Events of voided invoices, at the time when they were made void. */
export const invoiceVoided: EventCodec<InvoiceVoided> = new EventCodec({
  type: 'facturation.invoice.voided.v1',
  members,
  toTime: ({ voidedAt }) => voidedAt,
});
