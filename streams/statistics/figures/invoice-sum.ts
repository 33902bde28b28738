import { bigintSerde, integerSerde, type Serde, structSerde } from '../../engine/serde.ts';

/** A number of invoices, and the exact sum of their amounts in minor units of one currency. */
export interface InvoiceSum {
  readonly count: number;
  readonly amountMinor: bigint;
}

export const emptySum: InvoiceSum = { count: 0, amountMinor: 0n };

export const invoiceSumSerde: Serde<InvoiceSum> = structSerde<InvoiceSum>({
  count: integerSerde,
  amountMinor: bigintSerde,
});

/** Adds two sums of the same currency. */
export function addSums(left: InvoiceSum, right: InvoiceSum): InvoiceSum {
  return { count: left.count + right.count, amountMinor: left.amountMinor + right.amountMinor };
}

/** The sum of one currency. */
export interface CurrencySum extends InvoiceSum {
  /** ISO 4217. */
  readonly currency: string;
}
