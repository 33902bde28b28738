import { restoreFormula } from '#platform/text/spreadsheet-formula.ts';
import { extraPriceDecimals, maxUnitPriceMicro, microPerMinor } from '#schema/unit-price.ts';
import type { RowProblem } from '../row-problem.ts';
import type { BoundSource } from './bind-columns.ts';
import { bounds } from './bounds.ts';
import type { CellProblem } from './cells/cell-problem.ts';
import type { RowCurrency } from './cells/currency-cell.ts';
import type { DateReader, IssueTime } from './cells/date-cell.ts';
import type { DecimalReader } from './cells/decimal-cell.ts';
import { explainText, isCommonText, isInvoiceText, toNormalCell, trimCell } from './cells/text-cell.ts';
import type { RowProblems } from './import-invoice.ts';

/** The price of one unit. */
export interface UnitPriceCell {
  /** In minor units, undefined if it is not a whole number of them. */
  readonly minor: number | undefined;
  /** In millionths of a minor unit. */
  readonly micro: bigint;
}

/** The rule for a text, and its replacement if it is missing. */
export interface CellTextRule {
  /** In Unicode code points. */
  readonly maxLength: number;
  /** The replacement; undefined if the text may not be missing. */
  readonly fallback: string | undefined;
  /** The code of the problem if the text is missing. */
  readonly missing: string;
}

/**
 * Returns the text of a cell without white space around it; empty if the cell is missing.
 *
 * @param isNeutralised true if an apostrophe before a formula is removed
 */
export function readCell(
  fields: readonly string[],
  { index, prefix, constant }: BoundSource,
  isNeutralised: boolean,
): string {
  if (index < 0) return constant;
  const trimmed = trimCell(fields[index] ?? '');
  const text = isNeutralised ? restoreFormula(trimmed) : trimmed;
  return prefix === '' || text === '' ? text : prefix + text;
}

/** Reads cells of one row after the other and collects the problems of a row. */
export class RowReader {
  readonly #decimals: DecimalReader;
  readonly #dates: DateReader;
  readonly #isNeutralised: boolean;
  #fields: readonly string[] = [];
  #problems: [RowProblem, ...RowProblem[]] | undefined;

  constructor(decimals: DecimalReader, dates: DateReader, isNeutralised: boolean) {
    this.#decimals = decimals;
    this.#dates = dates;
    this.#isNeutralised = isNeutralised;
  }

  /** Begins a row and drops the problems of the one before. */
  begin(fields: readonly string[]): void {
    this.#fields = fields;
    this.#problems = undefined;
  }

  /** All problems so far, undefined if there are none. */
  get problems(): RowProblems | undefined {
    return this.#problems;
  }

  add(source: BoundSource, { code, message }: CellProblem): void {
    const { column } = source;
    const problem: RowProblem = {
      column,
      code,
      message: column === null ? message : `${column}: ${message}`,
    };
    if (this.#problems === undefined) this.#problems = [problem];
    else this.#problems.push(problem);
  }

  /** Returns the text of a cell without white space around it; empty if the cell is missing. */
  raw(source: BoundSource): string {
    return readCell(this.#fields, source, false);
  }

  /** Reads a text of an invoice; undefined if it is missing or not allowed, which is noted. */
  text(source: BoundSource, rule: CellTextRule): string | undefined {
    const cell = readCell(this.#fields, source, this.#isNeutralised);
    // Nearly all cells pass this single check of each character.
    if (cell.length <= rule.maxLength && isCommonText(cell)) return cell;
    const text = toNormalCell(cell);
    if (text === '') {
      if (rule.fallback === undefined) this.add(source, { code: rule.missing, message: 'must not be empty' });
      return rule.fallback;
    }
    if (isInvoiceText(text, rule.maxLength)) return text;
    this.add(source, explainText(text, rule.maxLength));
    return undefined;
  }

  /**
   * Reads a number in units of 10^-scale; NaN if there is no number within the bounds, which is noted.
   *
   * @param signs texts of which one may stand before or after the number
   */
  decimal(source: BoundSource, scale: number, largest: number, signs?: readonly string[]): number {
    const text = this.raw(source);
    const value = this.#decimals.read(text, scale, signs);
    if (value <= largest && value >= -largest) return value;
    this.add(source, this.#explainDecimal(text, value, { scale, largest, signs }));
    return Number.NaN;
  }

  /** Reads an amount in minor units of the row's currency; NaN if none is within the bounds, which is noted. */
  amount(source: BoundSource, { decimals, signs }: RowCurrency, largest: number): number {
    return this.decimal(source, decimals, largest, signs);
  }

  /** Reads the price of one unit, with more decimals than its currency has; undefined for a problem, which is noted. */
  price(source: BoundSource, { decimals, signs }: RowCurrency): UnitPriceCell | undefined {
    const text = this.raw(source);
    const minor = this.#decimals.read(text, decimals, signs);
    // Nearly all prices are whole minor units, which are read without large integers.
    if (Math.abs(minor) <= bounds.unitPriceMinor) return { minor, micro: BigInt(minor) * microPerMinor };
    const scale = decimals + extraPriceDecimals;
    const micro = this.#decimals.readExact(text, scale, signs);
    if (micro !== undefined && micro <= maxUnitPriceMicro && micro >= -maxUnitPriceMicro) {
      return { minor: undefined, micro };
    }
    const value = micro === undefined ? Number.NaN : Number(micro);
    const largest = bounds.unitPriceMinor * 10 ** extraPriceDecimals;
    this.add(source, this.#explainDecimal(text, value, { scale, largest, signs }));
    return undefined;
  }

  /** Reads a time of issue; undefined if the cell has none, which is noted. */
  date(source: BoundSource): IssueTime | undefined {
    const text = this.raw(source);
    const time = this.#dates.read(text);
    if (time === undefined) this.add(source, text === '' ? missingValue : this.#dates.explain(text));
    return time;
  }

  /** Reads a day in days since 1970; undefined if the cell is empty, or if the day does not exist, which is noted. */
  day(source: BoundSource, dates: DateReader): number | undefined {
    const text = this.raw(source);
    if (text === '') return undefined;
    const time = dates.read(text);
    if (time === undefined) this.add(source, dates.explain(text));
    return time?.day;
  }

  #explainDecimal(
    text: string,
    value: number,
    { scale, largest, signs }: { scale: number; largest: number; signs: readonly string[] | undefined },
  ): CellProblem {
    if (text === '') return missingValue;
    if (Number.isNaN(value)) return this.#decimals.explain(text, scale, signs);
    const message = `${text} must be within ${(largest / 10 ** scale).toLocaleString('en', { maximumFractionDigits: scale })}`;
    return { code: 'OUT_OF_RANGE', message };
  }
}

const missingValue: CellProblem = { code: 'VALUE_MISSING', message: 'must not be empty' };
