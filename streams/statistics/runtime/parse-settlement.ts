import type { LogRecord } from '#platform/event-log/event-log.ts';
import type { EventIdentity } from '#schema/facturation/event.ts';
import type { MessageProblem } from '#schema/facturation/message-problem.ts';
import type { DecodedEvent } from '#schema/facturation/settlement/event-codec.ts';
import { invoiceCredited } from '#schema/facturation/settlement/invoice-credited.ts';
import { invoicePaid } from '#schema/facturation/settlement/invoice-paid.ts';
import { invoiceVoided } from '#schema/facturation/settlement/invoice-voided.ts';
import { type Settled, type SettlementEntry, toSettlement } from '../figures/settlement.ts';

export type ParsedSettlement =
  | {
      readonly kind: 'settlement';
      readonly event: EventIdentity;
      readonly settlement: SettlementEntry;
      /** The time of the event, in milliseconds since 1970. */
      readonly occurredAtMs: number;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

/** Reads a payment, a credit note or a voided invoice, or says all that is wrong; undefined for records of other types. */
export function parseSettlement(record: LogRecord, nowMs: number): ParsedSettlement | undefined {
  switch (record.headers['ce_type']) {
    case invoicePaid.type:
      return toParsed(invoicePaid.decode(record), nowMs, (event) => ({ kind: 'PAID', event }));
    case invoiceCredited.type:
      return toParsed(invoiceCredited.decode(record), nowMs, (event) => ({ kind: 'CREDITED', event }));
    case invoiceVoided.type:
      return toParsed(invoiceVoided.decode(record), nowMs, (event) => ({ kind: 'VOIDED', event }));
    default:
      return undefined;
  }
}

function toParsed<Event>(
  decoded: DecodedEvent<Event>,
  nowMs: number,
  toSettled: (event: Event) => Settled,
): ParsedSettlement {
  if (decoded.kind === 'invalid') return decoded;
  // There are no windows before 1970. At its first moment such an event is late for all and still in the totals.
  const occurredAtMs = Math.max(0, decoded.occurredAtMs);
  const settlement = toSettlement(toSettled(decoded.event), occurredAtMs - nowMs);
  return { kind: 'settlement', event: decoded.identity, settlement, occurredAtMs };
}
