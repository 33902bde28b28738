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
  /** In minor units, undefined when it is not a whole number of them. */
  readonly minor: number | undefined;
  /** In millionths of a minor unit. */
  readonly micro: bigint;
}

/** How a text may be made up, and what stands for it when it is missing. */
export interface CellTextRule {
  /** In Unicode code points. */
  readonly maxLength: number;
  /** Undefined when the text may not be missing. */
  readonly fallback: string | undefined;
  /** The code of the problem when it is missing. */
  readonly missing: string;
}

/**
 * The text of a cell without white space around it; empty when there is none.
 *
 * @param isNeutralised whether an apostrophe before a formula is removed
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

/** Reads cells of one row after the other and collects what is wrong with a row. */
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

  /** Begins a row; what was wrong with the one before is forgotten. */
  begin(fields: readonly string[]): void {
    this.#fields = fields;
    this.#problems = undefined;
  }

  /** All that is wrong so far, undefined when nothing is. */
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

  /** The text of a cell without white space around it; empty when there is none. */
  raw(source: BoundSource): string {
    return readCell(this.#fields, source, false);
  }

  /** A text of an invoice, or undefined when it is missing or cannot be kept, which is noted. */
  text(source: BoundSource, rule: CellTextRule): string | undefined {
    const cell = readCell(this.#fields, source, this.#isNeutralised);
    // Nearly all cells pass this one look at each character.
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
   * A number in units of 10^-scale; NaN when there is none within the bounds, which is noted.
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

  /** An amount in minor units of the row's currency; NaN when there is none within the bounds, which is noted. */
  amount(source: BoundSource, { decimals, signs }: RowCurrency, largest: number): number {
    return this.decimal(source, decimals, largest, signs);
  }

  /** The price of one unit, with more decimals than its currency has; undefined for a problem, which is noted. */
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

  /** A time of issue; undefined when there is none, which is noted. */
  date(source: BoundSource): IssueTime | undefined {
    const text = this.raw(source);
    const time = this.#dates.read(text);
    if (time === undefined) this.add(source, text === '' ? missingValue : this.#dates.explain(text));
    return time;
  }

  /** A day in days since 1970; undefined when the cell is empty, or when there is no such day, which is noted. */
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
