import { parseNumberCell } from './number-cells.ts';
import type { SampleColumn } from './sample.ts';

/** Rates of value added and sales taxes in percent that are or were in force in Europe and elsewhere. */
const rates = new Set([
  ...[
    0, 1, 2, 2.1, 2.5, 2.6, 3, 3.7, 3.8, 4, 4.8, 5, 5.5, 6, 6.5, 7, 7.7, 8, 8.1, 8.5, 9, 9.5, 10, 11, 12, 13,
    13.5,
  ],
  ...[14, 15, 16, 17, 17.5, 18, 19, 19.6, 20, 21, 22, 23, 24, 25, 25.5, 27],
]);

/** Tests if all numbers of a column are rates of tax, in percent or as fractions, so that they are hardly amounts. */
export function holdsRates({ spread }: SampleColumn): boolean {
  const values = spread.map((cell) => Number(parseNumberCell(cell)?.bare.replace(',', '.')));
  const isFraction = values.every((value) => value < 1) && values.some((value) => value > 0);
  return (
    values.length > 0 &&
    values.every((value) => rates.has(isFraction ? Math.round(value * 1_000) / 10 : value))
  );
}
