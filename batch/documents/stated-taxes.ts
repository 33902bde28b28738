import type { EInvoice } from '#documents/model/e-invoice.ts';
import { divideHalfUp } from '#schema/decimal.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import type { LedgerLine } from './ledger-lines.ts';

type TaxedLine = Pick<LedgerLine, 'netMinor' | 'vat'>;

/**
 * Divides the VAT that a document states (BT-117) among its lines, so that those of each rate add up to it: prices that include VAT and
 * credit notes of a part have another VAT than base times rate, by less than one unit of the currency (BR-S-09).
 *
 * @returns the VAT of each line in their order; undefined if the VAT of each rate is its base by the rate, as the ledger computes it
 */
export function divideStatedTaxes(
  { vatBreakdown }: Pick<EInvoice, 'vatBreakdown'>,
  lines: readonly TaxedLine[],
): readonly bigint[] | undefined {
  const parts = vatBreakdown.map((part) => ({
    ...part,
    deviation: part.taxMinor - toTax(part.baseMinor, part.rateMilli),
  }));
  if (parts.every(({ deviation }) => deviation === 0n)) return undefined;
  const taxes = new Map<TaxedLine, bigint>();
  for (const { category, rateMilli, deviation } of parts) {
    const own = lines.filter(({ vat }) => vat.category === category && vat.rateMilli === rateMilli);
    for (const [line, tax] of divide(own, rateMilli, deviation)) taxes.set(line, tax);
  }
  return lines.map((line) => taxes.get(line) ?? 0n);
}

/**
 * Gives each line the tax of all nets up to it less that of those before, and of the deviation a share by the amount of its net. So no line
 * differs from net times rate by more than the deviation and its rounding.
 */
function divide(
  lines: readonly TaxedLine[],
  rateMilli: number,
  deviation: bigint,
): (readonly [TaxedLine, bigint])[] {
  const magnitudes = lines.map(({ netMinor }) => (netMinor < 0n ? -netMinor : netMinor));
  const all = magnitudes.reduce((sum, magnitude) => sum + magnitude, 0n);
  let [net, weight, before] = [0n, 0n, 0n];
  return lines.map((line, index) => {
    net += line.netMinor;
    weight += magnitudes[index] ?? 0n;
    const upToHere = toTax(net, rateMilli) + (all === 0n ? deviation : divideHalfUp(deviation * weight, all));
    const tax = upToHere - before;
    before = upToHere;
    return [line, tax] as const;
  });
}

function toTax(netMinor: bigint, rateMilli: number): bigint {
  return divideHalfUp(netMinor * BigInt(rateMilli), BigInt(wholeRateMilli));
}
