import type { LogRecord } from '#platform/event-log/event-log.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import {
  type EventIdentity,
  invoiceIssuedType,
  isSimulated,
  parseEventHeaders,
} from '#schema/facturation/event.ts';
import {
  decodeImportedPayments,
  importedPaymentsType,
  isImportedPayments,
} from '#schema/facturation/imported-payments.ts';
import {
  decodeImportedTotals,
  type ImportedTotal,
  importedTotalsType,
  isImportedTotals,
} from '#schema/facturation/imported-totals.ts';
import type { FacturationMessage } from '#schema/facturation/message.ts';
import type { MessageProblem } from '#schema/facturation/message-problem.ts';
import { type Invoice, toInvoice } from '../figures/invoice.ts';
import { type SettledSum, toSettledSum } from '../figures/settlement.ts';
import { type ParsedSettlement, parseSettlement } from './parse-settlement.ts';

export type ParsedRecord =
  | {
      readonly kind: 'invoice';
      readonly event: EventIdentity;
      readonly message: FacturationMessage;
      readonly invoice: Invoice;
      /** The time of issue, in milliseconds since 1970. */
      readonly issuedAtMs: number;
    }
  /** Sums of the invoices that an import brought or an undo removed. */
  | {
      readonly kind: 'imported';
      readonly event: EventIdentity;
      readonly totals: readonly ImportedTotal[];
    }
  /** Sums of payments that an import brought or an undo took back. */
  | {
      readonly kind: 'imported payments';
      readonly event: EventIdentity;
      readonly sums: readonly SettledSum[];
    }
  | ParsedSettlement;

/** Reads a record of the log, or says all that is wrong with it. */
export function parseRecord(record: LogRecord, nowMs: number): ParsedRecord {
  const recordHeaders = record.headers;
  if (recordHeaders['ce_type'] !== invoiceIssuedType) {
    if (isImportedTotals(recordHeaders)) return parseImported(recordHeaders, record.value);
    if (isImportedPayments(recordHeaders)) return parseImportedPayments(recordHeaders, record.value);
    const settlement = parseSettlement(record, nowMs);
    if (settlement !== undefined) return settlement;
  }
  const headers = parseEventHeaders(recordHeaders);
  const decoded = decodeMessage(record.value);
  if (headers.kind === 'invalid' || decoded.kind === 'invalid') return toInvalid(headers, decoded);
  const { message } = decoded;
  // There are no windows before 1970. At its first moment such an invoice is late for all and still in the totals.
  const issuedAtMs = Math.max(0, decoded.issuedAtMs);
  const aheadMs = issuedAtMs - nowMs;
  return {
    kind: 'invoice',
    event: headers.event,
    message,
    invoice: toInvoice(message, { aheadMs, isSimulated: isSimulated(message, headers.event) }),
    issuedAtMs,
  };
}

function parseImported(recordHeaders: LogRecord['headers'], value: Uint8Array): ParsedRecord {
  const headers = parseEventHeaders(recordHeaders, importedTotalsType);
  const decoded = decodeImportedTotals(value);
  if (headers.kind === 'invalid' || decoded.kind === 'invalid') return toInvalid(headers, decoded);
  return { kind: 'imported', event: headers.event, totals: decoded.totals };
}

function parseImportedPayments(recordHeaders: LogRecord['headers'], value: Uint8Array): ParsedRecord {
  const headers = parseEventHeaders(recordHeaders, importedPaymentsType);
  const decoded = decodeImportedPayments(value);
  if (headers.kind === 'invalid' || decoded.kind === 'invalid') return toInvalid(headers, decoded);
  return { kind: 'imported payments', event: headers.event, sums: decoded.totals.map(toSettledSum) };
}

type Part = { readonly kind: string; readonly problems?: readonly MessageProblem[] };

function toInvalid(...parts: readonly Part[]): ParsedRecord {
  return { kind: 'invalid', problems: parts.flatMap(({ problems = [] }) => problems) };
}
