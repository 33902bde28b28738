import { amountMember, currencyMember, dayMember, instantMember } from './common-members.ts';
import { flagMember, optional, textMember } from './wire-member.ts';

/**
 * The members of a FACTURATION message, in the order in which they are written. The codec, the message's type and
 * `facturation.schema.json` are made from them. One of a later release comes last, and is optional.
 */
export const messageMembers = {
  invoiceNumber: textMember(64, 'The number on the invoice, which no other invoice has.'),
  customerName: textMember(500, "The customer's name as it stands on the invoice."),
  amount: amountMember(
    "The invoice's total with tax, an exact decimal number in the currency's unit with no more decimals than ISO 4217 gives the currency. Billing sends none below zero, as its credit notes have an event of their own; a reader takes one from other senders.",
  ),
  currency: currencyMember,
  /** An RFC 3339 instant, for example `2026-03-01T09:30:00.000Z`. */
  issuedAt: instantMember('When the invoice was issued, an RFC 3339 instant with an offset.'),
  customerId: optional(textMember(64, "The customer's identifier, where the sender knows it.")),
  /** The date on the invoice, a calendar day. Messages of earlier releases have none; `getIssueDate` gives theirs. */
  issueDate: optional(
    dayMember(
      "The date on the invoice, a calendar day of the seller. It may be before the day of issuedAt. Messages of earlier releases have none: take the seller's day of issuedAt for them.",
    ),
  ),
  /** True if a simulator made the invoice up; absent on every other one. */
  simulated: optional(flagMember('True if a simulator made the invoice up, so that it stands for no money.')),
};
