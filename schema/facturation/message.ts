import { normaliseText } from '#platform/text/plain-text.ts';
import type { Money } from '../money.ts';

/** The topic of issued invoices. */
export const FACTURATION = 'FACTURATION';

/** Says that an invoice was issued; `facturation.schema.json` describes its form on the wire. */
export interface FacturationMessage extends Money {
  readonly invoiceNumber: string;
  readonly customerName: string;
  /** An RFC 3339 instant, for example `2026-03-01T09:30:00.000Z`. */
  readonly issuedAt: string;
  readonly customerId?: string;
}

/** What keeps a customer's messages in their order: the customer's identifier or, without one, the name. */
export function keyOf(message: Pick<FacturationMessage, 'customerId' | 'customerName'>): string {
  return message.customerId ?? normaliseText(message.customerName);
}
