import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';
import type { FacturationMessage } from '#schema/facturation/message.ts';
import { writeMessage } from './write-message.ts';

/** An invoice at the moment of its issue. */
export interface IssuedInvoice {
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  /** Including tax. */
  readonly totalMinor: bigint;
  readonly currency: string;
  readonly issuedAt: Date;
  /** The date on the invoice, a calendar day. */
  readonly issueDate: string;
}

/**
 * Writes the FACTURATION message of an invoice into the outbox, as the last statement of the transaction that issues
 * it.
 */
export function announceInvoice(tx: Transaction, invoice: IssuedInvoice): Promise<void> {
  const eventId = uuid();
  const { key, value, headers } = toFacturationRecord(toMessage(invoice), {
    id: eventId,
    source: '/billing',
  });
  return writeMessage(tx, { eventId, key, value, headers, occurredAt: invoice.issuedAt });
}

function toMessage(invoice: IssuedInvoice): FacturationMessage {
  return {
    invoiceNumber: invoice.number,
    customerName: invoice.customerName,
    amountMinor: invoice.totalMinor,
    currency: invoice.currency,
    issuedAt: invoice.issuedAt.toISOString(),
    customerId: invoice.customerId,
    issueDate: invoice.issueDate,
  };
}
