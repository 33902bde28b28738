import type { LineAdjustment, VatTreatment } from './amounts.ts';
import type { InvoicingPeriod, SchemeIdentifier } from './party.ts';

/** A line of a document (BG-25). */
export interface DocumentLine {
  /** BT-126: unique in the document. */
  readonly id: string;
  /** BT-127. */
  readonly note?: string;
  /** BT-129: ten-thousandths of a unit. */
  readonly quantityE4: bigint;
  /** BT-130: UN/ECE recommendations 20 and 21, for example `C62` for one and `HUR` for an hour. */
  readonly unitCode: string;
  /** BT-131: quantity times price, less the allowances and with the charges of the line, rounded to the currency. */
  readonly netMinor: bigint;
  /** BT-132: the line of the buyer's order. */
  readonly orderLine?: string;
  /** BG-26: BT-134 and BT-135. */
  readonly period?: InvoicingPeriod;
  /** BG-27 and BG-28 in the order in which they were agreed. */
  readonly adjustments?: readonly LineAdjustment[];
  /** BT-146: the price of one unit without VAT, in millionths of the currency's minor unit. Never below zero. */
  readonly priceMicro: bigint;
  /** BT-151 and BT-152. */
  readonly vat: VatTreatment;
  readonly item: DocumentItem;
}

/** The product or service of a line (BG-31). */
export interface DocumentItem {
  /** BT-153. */
  readonly name: string;
  /** BT-154. */
  readonly description?: string;
  /** BT-155: the seller's stock keeping unit. */
  readonly sellerId?: string;
  /** BT-156. */
  readonly buyerId?: string;
  /** BT-157: for example a GTIN with the scheme `0160`. */
  readonly standardId?: SchemeIdentifier;
  /** BG-32: for example the unit as people name it, where no code means it. */
  readonly attributes?: readonly ItemAttribute[];
}

/** A property of an item (BG-32). */
interface ItemAttribute {
  /** BT-160. */
  readonly name: string;
  /** BT-161. */
  readonly value: string;
}
