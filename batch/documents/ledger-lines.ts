import type { LineAdjustment, VatTreatment } from '#documents/model/amounts.ts';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLine } from '#documents/model/line.ts';
import { unitAttributeName } from '#documents/units/find-unit-code.ts';
import { divideHalfUp } from '#schema/decimal.ts';
import { minorDigits } from '#schema/money.ts';
import { e4PerUnit } from '#schema/quantity.ts';
import { microPerMinor } from '#schema/unit-price.ts';
import { bounds } from '../mapping/bounds.ts';
import { toUnitName } from './unit-names.ts';

/** A line as the ledger has it: quantity times price, rounded, is its net. */
export interface LedgerLine {
  /** The line of the document that it is (a part of); empty for an allowance or a charge of the document. */
  readonly id: string;
  readonly sku: string;
  readonly description: string;
  readonly quantityE4: bigint;
  readonly unit: string;
  readonly unitPriceMicro: bigint;
  readonly netMinor: bigint;
  readonly vat: VatTreatment;
}

/** By how many hundredths of the currency's unit a line may differ from quantity times price, as rule PEPPOL-EN16931-R120 lets it. */
const slackHundredths = 2n;

/**
 * Makes lines of a document as the ledger has them. Its imports have no allowances and charges, so each becomes a line of its own
 * with the VAT that it has: an allowance with a quantity of -1. The sums of each category and rate stay.
 */
export function toLedgerLines({ lines, adjustments = [] }: EInvoice): LedgerLine[] {
  return [...lines.flatMap(toLines), ...adjustments.map((one) => toAdjustmentLine(one, '', one.vat))];
}

/** Finds lines whose amount is not quantity times price with its allowances and charges, by their ids. */
export function findUnevenLines({ lines, currency }: EInvoice): DocumentLine[] {
  const slackMinor = (slackHundredths * 10n ** BigInt(minorDigits(currency))) / 100n;
  return lines.filter((line) => {
    const difference = computeNet(line.quantityE4, line.priceMicro) - toOwnNet(line);
    return difference > slackMinor || difference < -slackMinor;
  });
}

function toLines(line: DocumentLine): LedgerLine[] {
  const { id, item, vat, unitCode, adjustments = [] } = line;
  const { quantityE4, priceMicro } = withEvenPrice(line);
  const named = item.attributes?.find(({ name }) => name === unitAttributeName)?.value;
  return [
    {
      id,
      sku: item.sellerId ?? '',
      description: toDescription(item),
      quantityE4,
      unit: named ?? toUnitName(unitCode),
      unitPriceMicro: priceMicro,
      netMinor: computeNet(quantityE4, priceMicro),
      vat,
    },
    ...adjustments.map((one) => toAdjustmentLine(one, id, vat)),
  ];
}

function toAdjustmentLine(
  { isCharge, amountMinor, reason, reasonCode }: LineAdjustment,
  id: string,
  vat: VatTreatment,
): LedgerLine {
  const isAdded = isCharge === amountMinor >= 0n;
  const magnitude = amountMinor < 0n ? -amountMinor : amountMinor;
  const kind = isCharge ? 'Charge' : 'Allowance';
  return {
    id,
    sku: '',
    description: reason ?? (reasonCode === undefined ? kind : `${kind} ${reasonCode}`),
    quantityE4: isAdded ? e4PerUnit : -e4PerUnit,
    unit: '',
    unitPriceMicro: magnitude * microPerMinor,
    netMinor: isAdded ? magnitude : -magnitude,
    vat,
  };
}

/** The amount of a line before its allowances and charges. */
function toOwnNet({ netMinor, adjustments = [] }: DocumentLine): bigint {
  return adjustments.reduce(
    (left, { isCharge, amountMinor }) => (isCharge ? left - amountMinor : left + amountMinor),
    netMinor,
  );
}

/** Finds lines to whose amount no price leads: more than a million units have amounts between those of neighbouring prices. */
export function findUnpricedLines({ lines }: EInvoice): DocumentLine[] {
  return lines.filter((line) => {
    const { quantityE4, priceMicro } = withEvenPrice(line);
    return computeNet(quantityE4, priceMicro) !== toOwnNet(line);
  });
}

/** The price that leads to the amount: that of the document, or one that differs by its rounding. */
function withEvenPrice(line: DocumentLine): Pick<DocumentLine, 'quantityE4' | 'priceMicro'> {
  const { quantityE4, priceMicro } = line;
  const net = toOwnNet(line);
  if (quantityE4 === 0n || computeNet(quantityE4, priceMicro) === net) return { quantityE4, priceMicro };
  const [dividend, divisor] = quantityE4 > 0n ? [net, quantityE4] : [-net, -quantityE4];
  return { quantityE4, priceMicro: divideHalfUp(dividend * microPerMinor * e4PerUnit, divisor) };
}

function computeNet(quantityE4: bigint, priceMicro: bigint): bigint {
  return divideHalfUp(quantityE4 * priceMicro, e4PerUnit * microPerMinor);
}

/** The name, and what describes it if both fit. */
function toDescription({ name, description }: DocumentLine['item']): string {
  const both = description === undefined ? name : `${name}: ${description}`;
  const line = both.replace(/[\t\r\n]+/g, ' ');
  return line.length <= bounds.descriptionLength ? line : name.replace(/[\t\r\n]+/g, ' ');
}
