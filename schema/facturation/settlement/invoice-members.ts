import { currencyMember } from '../common-members.ts';
import { optional, textMember } from '../wire-member.ts';

/** The members by which an event names an issued invoice; each event adds its own. */
export const invoiceMembers = {
  invoiceNumber: textMember(64, 'The number of the invoice.'),
  customerName: textMember(500, "The customer's name as it stands on the invoice."),
  customerId: optional(textMember(64, "The customer's identifier, where the sender knows it.")),
  currency: currencyMember,
};
