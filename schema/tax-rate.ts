import { formatDecimal } from './decimal.ts';
import { type Figure, type FigureForm, parseFigure } from './figure.ts';

/** Decimals of a rate in percent: it is counted in thousandths of a percent (`taxRateMilli`), as 9.975 % needs. */
export const taxRateScale = 3;
const percentMilli = 10 ** taxRateScale;
/** The rate of the whole, one hundred percent, in thousandths of a percent. */
export const wholeRateMilli = 100 * percentMilli;
/** The largest tax rate, in thousandths of a percent. */
export const maxTaxRateMilli = 100 * percentMilli;

const form: FigureForm = {
  name: 'a rate in percent',
  scale: taxRateScale,
  min: 0n,
  max: BigInt(maxTaxRateMilli),
};
/** Rates are written with as many decimals at least: `20.00`. */
const minDecimals = 2;

/** Reads a tax rate in percent as thousandths of a percent. */
export function parseTaxRate(text: string): Figure<number> {
  const { value, problem } = parseFigure(text, form);
  return problem === undefined ? { value: Number(value) } : { problem };
}

/** Writes thousandths of a percent as a rate in percent: `20.00`, `9.975`. */
export function formatTaxRate(taxRateMilli: number): string {
  return formatDecimal(BigInt(taxRateMilli), taxRateScale, minDecimals);
}
