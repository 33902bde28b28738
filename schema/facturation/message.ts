import { normaliseText } from '#platform/text/plain-text.ts';
import { toDay } from '../calendar/day.ts';
import type { MoneyValues } from './members-codec.ts';
import type { messageMembers } from './message-members.ts';

/** The topic of issued invoices. */
export const FACTURATION = 'FACTURATION';

/** Says that an invoice was issued; `message-members.ts` describes its members, and their form on the wire. */
export interface FacturationMessage extends MoneyValues<typeof messageMembers> {}

/**
 * The date on the invoice; of a message without one, the day of its instant.
 *
 * @param zone the seller's time zone, for example `Europe/Paris`
 */
export function getIssueDate(
  { issueDate }: Pick<FacturationMessage, 'issueDate'>,
  issuedAtMs: number,
  zone: string,
): string {
  return issueDate ?? toDay(new Date(issuedAtMs), zone);
}

/** The key that keeps a customer's messages in their order: the customer's identifier or, without one, the name. */
export function toMessageKey(message: Pick<FacturationMessage, 'customerId' | 'customerName'>): string {
  return message.customerId ?? normaliseText(message.customerName);
}
