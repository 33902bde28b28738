import type { LineAdjustment, VatTreatment } from '#documents/model/amounts.ts';
import type { DocumentLine } from '#documents/model/line.ts';
import { findUnitCode, unitAttributeName, unitOne } from '#documents/units/find-unit-code.ts';
import { divideHalfUp } from '#schema/decimal.ts';
import { e4PerUnit } from '#schema/quantity.ts';
import type { TaxTreatment } from '#schema/tax-category.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import { microPerMinor } from '#schema/unit-price.ts';
import { sumAdjustments } from '../domain/adjustment.ts';
import { computeLineBase, type Line } from '../domain/line.ts';

/** The sign of a document's amounts in billing: a credit note has them below zero, the document that leaves above. */
export type DocumentSign = 1n | -1n;

/** The form of amounts and prices in billing. */
interface AmountForm {
  readonly sign: DocumentSign;
  readonly pricesIncludeTax: boolean;
}

/** The category by its code, with which a rate of zero without a reason is the zero rate. */
export function toVatTreatment({
  taxCategory,
  taxRateMilli,
}: Omit<TaxTreatment, 'taxExemptionReason'>): VatTreatment {
  return { category: taxCategory ?? (taxRateMilli === 0 ? 'Z' : 'S'), rateMilli: taxRateMilli };
}

/**
 * Converts a line. A document by EN 16931 has prices without VAT. Where those of billing include it, or where the line is a
 * part of a credited one, the price is that which leads to the line's net.
 */
export function toDocumentLine(
  line: Omit<Line, 'productId' | 'grossMinor' | 'taxMinor'>,
  position: number,
  { sign, pricesIncludeTax }: AmountForm,
): DocumentLine {
  const { taxRateMilli, description, sku, unit } = line;
  const toNet = (amountMinor: bigint) =>
    sign * (pricesIncludeTax ? withoutTax(amountMinor, taxRateMilli) : amountMinor);
  const adjustments = (line.adjustments ?? []).map(
    ({ isCharge, amountMinor, reason }): LineAdjustment => ({
      isCharge,
      amountMinor: toNet(amountMinor),
      reason,
    }),
  );
  const netMinor = sign * line.netMinor;
  const quantityE4 = sign * line.quantityE4;
  const unitCode = findUnitCode(unit);
  return {
    id: String(position),
    quantityE4,
    unitCode: unitCode ?? unitOne,
    netMinor,
    ...(adjustments.length > 0 && { adjustments }),
    priceMicro: toNetPrice(line.unitPriceMicro, quantityE4, netMinor - sumAdjustments(adjustments)),
    vat: toVatTreatment(line),
    item: {
      name: description,
      ...(sku !== null && { sellerId: sku }),
      ...(unitCode === undefined &&
        unit !== '' && { attributes: [{ name: unitAttributeName, value: unit }] }),
    },
  };
}

function withoutTax(amountMinor: bigint, taxRateMilli: number): bigint {
  return divideHalfUp(amountMinor * BigInt(wholeRateMilli), BigInt(wholeRateMilli + taxRateMilli));
}

/** The given price if it leads to the amount, otherwise the amount by the quantity. */
function toNetPrice(unitPriceMicro: bigint, quantityE4: bigint, amountMinor: bigint): bigint {
  if (quantityE4 === 0n || computeLineBase({ quantityE4, unitPriceMicro }) === amountMinor)
    return unitPriceMicro;
  const [dividend, divisor] = quantityE4 > 0n ? [amountMinor, quantityE4] : [-amountMinor, -quantityE4];
  return divideHalfUp(dividend * microPerMinor * e4PerUnit, divisor);
}
