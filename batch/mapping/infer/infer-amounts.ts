import type { DecimalReader } from '../cells/decimal-cell.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { parseColumnName } from './column-name.ts';
import { haveDecimals, type InferredCurrency } from './infer-currency.ts';
import { findSigns, hasPercent, parseNumberCell } from './number-cells.ts';
import type { SampleColumn } from './sample.ts';

/** The form of amounts and rates, apart from the separators of numbers. */
export interface InferredAmounts {
  readonly settings: NonNullable<InvoiceMappingInput['numbers']>;
  readonly doubts: readonly string[];
}

/** Columns of figures that a mapping reads. */
export interface FigureColumns {
  /** Amounts and prices. */
  readonly amounts: readonly SampleColumn[];
  readonly taxRate: SampleColumn | undefined;
  /** Both, and quantities. */
  readonly all: readonly SampleColumn[];
}

const scale = 6;
const largeUnit =
  /(?<!\p{L})(?:[kKTM](?:EUR|USD|GBP|CHF|\p{Sc})|\p{Sc}[km]|thousands?|tausend|tsd|mio|mln|milliers?|miles|migliaia|millions?|millionen)(?!\p{L})/iu;
/** The smallest whole amounts worth a doubt: 100 cents are one unit. */
const minMinor = 100;

/** Finds the form of amounts and rates: in minor units, with signs, as fractions. */
export function inferAmounts(
  columns: FigureColumns,
  currency: InferredCurrency,
  reader: DecimalReader,
): InferredAmounts {
  const minor = inferMinorUnits(columns.amounts, currency);
  const rates = inferRates(columns.taxRate, reader);
  const hasSigns = findSigns(columns.amounts).length > 0;
  const hasZeros = columns.all.some(({ spread }) => spread.some((cell) => /^\D?0\d/.test(cell)));
  return {
    settings: {
      ...minor.settings,
      ...rates.settings,
      ...(hasSigns ? { currencySigns: 'known' as const } : {}),
      ...(hasZeros ? { leadingZeros: true } : {}),
    },
    doubts: [...minor.doubts, ...doubtThousands(columns.amounts), ...rates.doubts],
  };
}

function inferMinorUnits(amounts: readonly SampleColumn[], { codes }: InferredCurrency): InferredAmounts {
  const isWhole = (column: SampleColumn) =>
    column.spread.length > 0 && column.spread.every((cell) => /^\D*\d+\D*$/.test(cell));
  const named = amounts.find(({ name }) => parseColumnName(name).isMinor);
  const cell = named?.spread.find((one) => /[1-9]/.test(one));
  if (named !== undefined) {
    const broken = amounts.find((column) => !isWhole(column));
    const name = JSON.stringify(named.name);
    if (broken !== undefined) {
      const doubt = `The name ${name} says that its amounts are in the smallest unit, but ${JSON.stringify(broken.name)} has decimals; all are taken for whole units (numbers.minorUnits).`;
      return { settings: {}, doubts: [doubt] };
    }
    const example =
      cell === undefined ? '' : `: ${cell} is ${toUnits(cell)} where the currency has two decimals`;
    const doubt = `The amounts in ${name} are taken for the smallest unit of the currency, as the name says${example} (numbers.minorUnits).`;
    return { settings: { minorUnits: true }, doubts: [doubt] };
  }
  const looksMinor = amounts.length > 0 && amounts.every(isWhole) && haveDecimals(codes);
  const isLarge = amounts.some(({ spread }) => spread.some((one) => Number(toDigits(one)) >= minMinor));
  if (!looksMinor || !isLarge) return { settings: {}, doubts: [] };
  const list = amounts.map(({ name }) => JSON.stringify(name)).join(', ');
  const doubt = `All amounts in ${list} are whole numbers; they are taken for whole units, and not for cents or the like (numbers.minorUnits).`;
  return { settings: {}, doubts: [doubt] };
}

function inferRates(taxRate: SampleColumn | undefined, reader: DecimalReader): InferredAmounts {
  if (taxRate === undefined || hasPercent(taxRate)) return { settings: {}, doubts: [] };
  const values = taxRate.spread.map((cell) => reader.read(cell, scale) / 10 ** scale);
  const isFraction = values.every((value) => value >= 0 && value < 1) && values.some((value) => value > 0);
  const example = taxRate.spread.find((_, index) => (values[index] ?? 0) > 0);
  if (!isFraction || example === undefined) return { settings: {}, doubts: doubtSmallRates(taxRate, values) };
  const percent = Number((Math.max(0, reader.read(example, scale)) / 10 ** (scale - 2)).toFixed(4));
  const doubt = `The rates in ${JSON.stringify(taxRate.name)} are taken for fractions, so that ${example} is ${percent} % (numbers.rates).`;
  return { settings: { rates: 'fraction' }, doubts: [doubt] };
}

/** A rate below one percent is rarer than a fraction among percents. */
function doubtSmallRates({ name, spread }: SampleColumn, values: readonly number[]): string[] {
  const small = spread.find((_, index) => (values[index] ?? 0) > 0 && (values[index] ?? 0) < 1);
  if (small === undefined) return [];
  return [
    `The rates in ${JSON.stringify(name)} are taken for percents, so that ${small} is ${small} %, as not all are below 1 (numbers.rates).`,
  ];
}

/** Doubts amounts in thousands or millions, as reports have them: they cannot be read as such. */
function doubtThousands(amounts: readonly SampleColumn[]): string[] {
  return amounts
    .filter(({ name }) => largeUnit.test(name))
    .map(
      ({ name }) =>
        `The name ${JSON.stringify(name)} says that its amounts are in thousands or millions, but they are taken for whole units: multiply them in the file.`,
    );
}

function toUnits(cell: string): string {
  return (Number(toDigits(cell)) / 100).toFixed(2);
}

function toDigits(cell: string): string {
  return (parseNumberCell(cell)?.bare ?? cell).replace(/\D/g, '');
}
