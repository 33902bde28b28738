import { formatQuantity } from '#schema/quantity.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { LineFigures } from './merge-conflict.ts';

/** A line with the currency of its invoice. */
interface PricedLine {
  readonly line: LineFigures;
  readonly currency: string;
}

/** Describes the difference between a line of an invoice in a file and the one that billing has in its place. */
export function describeLines(stored: PricedLine, given: PricedLine): string {
  const here = toFigures(stored);
  const differences = Object.entries(toFigures(given)).flatMap(([name, value]) =>
    value === here[name] ? [] : [`${name} is ${here[name]} here, ${value} in the file`],
  );
  return `line ${given.line.position}: ${differences.join('; ')}`;
}

function toFigures({ line, currency }: PricedLine): Readonly<Record<string, string>> {
  return {
    sku: line.sku === null ? 'none' : JSON.stringify(line.sku),
    description: JSON.stringify(line.description),
    quantity: formatQuantity(BigInt(line.quantityE4)),
    unit: JSON.stringify(line.unit),
    price: `${formatUnitPrice({ amountMicro: BigInt(line.unitPriceMicro), currency })} ${currency}`,
    'tax rate': `${formatTaxRate(line.taxRateMilli)} %`,
    'tax category': line.taxCategory ?? 'none',
    'reason of exemption':
      line.taxExemptionReason === null ? 'none' : JSON.stringify(line.taxExemptionReason),
  };
}
