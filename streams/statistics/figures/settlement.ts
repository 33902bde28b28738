import type { ImportedSum } from '#schema/facturation/imported-sums.ts';
import { toMessageKey } from '#schema/facturation/message.ts';
import type { InvoiceCredited } from '#schema/facturation/settlement/invoice-credited.ts';
import type { InvoicePaid } from '#schema/facturation/settlement/invoice-paid.ts';
import type { InvoiceVoided } from '#schema/facturation/settlement/invoice-voided.ts';
import {
  bigintSerde,
  integerSerde,
  type Serde,
  SerdeError,
  structSerde,
  textSerde,
} from '../../engine/serde.ts';
import type { CurrencySum } from './invoice-sum.ts';

const settlementKinds = ['CREDITED', 'VOIDED', 'PAID'] as const;

/** A change to an issued invoice: a credit note, the voiding, a payment or the reversal of one. */
export type SettlementKind = (typeof settlementKinds)[number];

/** The part of a payment, a credit note or a voided invoice that the statistics need. */
export interface SettlementEntry extends CurrencySum {
  readonly kind: SettlementKind;
  /** The customer's identifier or, without one, the name. */
  readonly customerKey: string;
  /** 1; of what takes a payment back -1, of a refund and of what takes it back 0. */
  readonly count: number;
  /** The time of the event minus the clock at its receipt, in milliseconds. */
  readonly aheadMs: number;
}

/** The sum of one currency and kind. */
export interface KindSum extends CurrencySum {
  readonly kind: SettlementKind;
}

/** The sum of one customer, currency and kind. */
export interface SettledSum extends KindSum {
  readonly customerKey: string;
}

const kindSerde: Serde<SettlementKind> = {
  toText: (kind) => kind,
  fromText: (text) => {
    const kind = settlementKinds.find((known) => known === text);
    if (kind === undefined) throw new SerdeError('a kind of settlement', text);
    return kind;
  },
};

export const settlementSerde: Serde<SettlementEntry> = structSerde<SettlementEntry>({
  kind: kindSerde,
  customerKey: textSerde,
  currency: textSerde,
  count: integerSerde,
  amountMinor: bigintSerde,
  aheadMs: integerSerde,
});

/** Settlements that are summed together. */
export type SettlementSeries = Pick<SettlementEntry, 'currency' | 'kind'>;

export const settlementSeriesSerde: Serde<SettlementSeries> = structSerde<SettlementSeries>({
  currency: textSerde,
  kind: kindSerde,
});

/** An event with its kind. */
export type Settled =
  | { readonly kind: 'CREDITED'; readonly event: InvoiceCredited }
  | { readonly kind: 'VOIDED'; readonly event: InvoiceVoided }
  | { readonly kind: 'PAID'; readonly event: InvoicePaid };

/** Takes the part that the statistics need from an event. */
export function toSettlement({ kind, event }: Settled, aheadMs: number): SettlementEntry {
  const { amountMinor, currency } = event;
  const count = kind === 'PAID' ? countPayments(event) : 1;
  return { kind, customerKey: toMessageKey(event), currency, count, amountMinor, aheadMs };
}

/** A sum of imported payments. */
export function toSettledSum(sum: ImportedSum): SettledSum {
  const { currency, count, amountMinor } = sum;
  return { kind: 'PAID', customerKey: toMessageKey(sum), currency, count, amountMinor };
}

/** A refund, and what takes it back, leave the payment. */
function countPayments({ kind, amountMinor }: InvoicePaid): number {
  if (kind === 'PAYMENT') return 1;
  return kind === 'REVERSAL' && amountMinor < 0n ? -1 : 0;
}
