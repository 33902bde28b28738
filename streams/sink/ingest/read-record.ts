import type { LogRecord } from '#platform/event-log/event-log.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import { isSimulated, parseEventHeaders } from '#schema/facturation/event.ts';
import { carriesNoInvoice } from '#schema/facturation/event-types.ts';
import { getIssueDate } from '#schema/facturation/message.ts';
import type { MessageProblem } from '#schema/facturation/message-problem.ts';
import { formatMinor } from '#schema/money.ts';
import type { LoggedInvoice } from '../store/store-invoices.ts';

export type ReadRecord =
  | { readonly kind: 'invoice'; readonly invoice: LoggedInvoice }
  /** The record is an event of another type: it carries no invoice, and nothing of it is kept. */
  | { readonly kind: 'other' }
  /** The record is none that can be stored; the reason says all that is wrong with it. */
  | { readonly kind: 'bad'; readonly reason: string };

/** The years that PostgreSQL, RFC 3339 and CSV readers write alike. */
const commonYears = /^(?!0000)\d{4}-/;

/**
 * Turns a record of the log into an invoice to store.
 *
 * @param timeZone the seller's, by which a message without an issue date gets one
 */
export function readRecord(record: LogRecord, timeZone: string): ReadRecord {
  const recordHeaders = record.headers;
  if (carriesNoInvoice(recordHeaders)) return { kind: 'other' };
  const headers = parseEventHeaders(recordHeaders);
  const decoded = decodeMessage(record.value);
  if (headers.kind === 'invalid' || decoded.kind === 'invalid')
    return toBad([
      ...(headers.kind === 'invalid' ? headers.problems : []),
      ...(decoded.kind === 'invalid' ? decoded.problems : []),
    ]);
  const { invoiceNumber, customerName, customerId, amountMinor, currency } = decoded.message;
  const issuedAt = new Date(decoded.message.issuedAt).toISOString();
  if (!commonYears.test(issuedAt))
    return toBad([{ path: '/issuedAt', message: 'must be in the years 1 to 9999 (UTC)' }]);
  const issueDate = getIssueDate(decoded.message, decoded.issuedAtMs, timeZone);
  if (!commonYears.test(issueDate))
    return toBad([{ path: '/issuedAt', message: `must be in the years 1 to 9999 (${timeZone})` }]);
  return {
    kind: 'invoice',
    invoice: {
      eventId: headers.event.id,
      eventSource: headers.event.source,
      invoiceNumber,
      customerName,
      customerId: customerId ?? null,
      amount: formatMinor(amountMinor, currency),
      currency,
      issuedAt,
      issueDate,
      isSimulated: isSimulated(decoded.message, headers.event),
      partition: record.partition,
      offset: record.offset,
    },
  };
}

function toBad(problems: readonly MessageProblem[]): ReadRecord {
  return { kind: 'bad', reason: problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ') };
}
