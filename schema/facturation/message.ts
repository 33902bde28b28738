import { normaliseText } from '#platform/text/plain-text.ts';
import { toDay } from '../calendar/day.ts';
import type { Money } from '../money.ts';

/** The topic of issued invoices. */
export const FACTURATION = 'FACTURATION';

/** Says that an invoice was issued; `facturation.schema.json` describes its form on the wire. */
export interface FacturationMessage extends Money {
  readonly invoiceNumber: string;
  readonly customerName: string;
  /** An RFC 3339 instant, for example `2026-03-01T09:30:00.000Z`. */
  readonly issuedAt: string;
  /**
   * The date on the invoice, a calendar day: for example `2026-02-28` on an invoice that is issued on 1 March. Messages of
   * earlier releases have none; `getIssueDate` gives theirs.
   */
  readonly issueDate?: string;
  readonly customerId?: string;
  /** True if a simulator made the invoice up; absent on every other one. */
  readonly simulated?: true;
}

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
