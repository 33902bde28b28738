import {
  bigintSerde,
  booleanSerde,
  integerSerde,
  type Serde,
  structSerde,
  textSerde,
} from '../../engine/serde.ts';

/** The part of an issued invoice that the statistics need. */
export interface Invoice {
  /** The customer's identifier or, without one, the name: the key of the log. */
  readonly customerKey: string;
  readonly customerName: string;
  /** Minor units of the currency. */
  readonly amountMinor: bigint;
  /** ISO 4217. */
  readonly currency: string;
  /** The time of issue minus the clock at its receipt, in milliseconds; negative if it was issued before. */
  readonly aheadMs: number;
  /** True if a simulator made it up. */
  readonly isSimulated: boolean;
}

export const invoiceSerde: Serde<Invoice> = structSerde<Invoice>({
  customerKey: textSerde,
  customerName: textSerde,
  amountMinor: bigintSerde,
  currency: textSerde,
  aheadMs: integerSerde,
  isSimulated: booleanSerde,
});
