import type { LogRecord } from '#platform/event-log/event-log.ts';
import { decodeMessage, type MessageProblem } from '#schema/facturation/codec.ts';
import { type EventIdentity, isSimulated, parseEventHeaders } from '#schema/facturation/event.ts';
import { type FacturationMessage, keyOf } from '#schema/facturation/message.ts';
import type { Invoice } from '../topology/invoice.ts';

export type ParsedRecord =
  | {
      readonly kind: 'invoice';
      readonly event: EventIdentity;
      readonly message: FacturationMessage;
      readonly invoice: Invoice;
      /** When it was issued, in milliseconds since 1970. */
      readonly issuedAtMs: number;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

/** Reads a record of the log, or says all that is wrong with it. */
export function parseRecord(record: LogRecord, nowMs: number): ParsedRecord {
  const headers = parseEventHeaders(record.headers);
  const decoded = decodeMessage(record.value);
  if (headers.kind === 'invalid' || decoded.kind === 'invalid') {
    const problems = [headers, decoded].flatMap((part) => (part.kind === 'invalid' ? part.problems : []));
    return { kind: 'invalid', problems };
  }
  const { message } = decoded;
  const { customerName, amountMinor, currency } = message;
  // There are no windows before 1970. At its first moment such an invoice is late for all and still in the totals.
  const issuedAtMs = Math.max(0, decoded.issuedAtMs);
  const aheadMs = issuedAtMs - nowMs;
  return {
    kind: 'invoice',
    event: headers.event,
    message,
    invoice: {
      customerKey: keyOf(message),
      customerName,
      amountMinor,
      currency,
      aheadMs,
      isSimulated: isSimulated(message, headers.event),
    },
    issuedAtMs,
  };
}
