import { type FacturationMessage, toMessageKey } from '#schema/facturation/message.ts';
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

/** Takes the part that the statistics need from a message; the rest follows from its event and its receipt. */
export function toInvoice(
  message: Omit<FacturationMessage, 'invoiceNumber' | 'issuedAt'>,
  { aheadMs, isSimulated }: Pick<Invoice, 'aheadMs' | 'isSimulated'>,
): Invoice {
  const { customerName, amountMinor, currency } = message;
  return { customerKey: toMessageKey(message), customerName, amountMinor, currency, aheadMs, isSimulated };
}
