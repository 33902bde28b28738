import { restoreCell } from '../rejects/neutral-cell.ts';
import type { RowProblem } from '../row-problem.ts';
import type { BoundSource } from './bind-columns.ts';
import type { CellProblem } from './cells/cell-problem.ts';
import type { DateReader } from './cells/date-cell.ts';
import type { DecimalReader } from './cells/decimal-cell.ts';
import { explainText, isInvoiceText, toNormalCell, trimCell } from './cells/text-cell.ts';
import type { RowProblems } from './import-invoice.ts';

/** How a text may be made up, and what stands for it when it is missing. */
export interface TextRule {
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
  const text = isNeutralised ? restoreCell(trimmed) : trimmed;
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
  text(source: BoundSource, rule: TextRule): string | undefined {
    const text = toNormalCell(readCell(this.#fields, source, this.#isNeutralised));
    if (text === '') {
      if (rule.fallback === undefined) this.add(source, { code: rule.missing, message: 'must not be empty' });
      return rule.fallback;
    }
    if (isInvoiceText(text, rule.maxLength)) return text;
    this.add(source, explainText(text, rule.maxLength));
    return undefined;
  }

  /** A number in units of 10^-scale; NaN when there is none within the bounds, which is noted. */
  decimal(source: BoundSource, scale: number, largest: number): number {
    const text = this.raw(source);
    const value = this.#decimals.read(text, scale);
    if (value <= largest && value >= -largest) return value;
    this.add(source, this.#explainDecimal(text, value, scale, largest));
    return Number.NaN;
  }

  /** Milliseconds since 1970; NaN when there is no such time, which is noted. */
  date(source: BoundSource): number {
    const text = this.raw(source);
    const instant = this.#dates.read(text);
    if (!Number.isNaN(instant)) return instant;
    this.add(source, text === '' ? missingValue : this.#dates.explain(text));
    return instant;
  }

  #explainDecimal(text: string, value: number, scale: number, largest: number): CellProblem {
    if (text === '') return missingValue;
    if (Number.isNaN(value)) return this.#decimals.explain(text, scale);
    const message = `${text} must be within ${(largest / 10 ** scale).toLocaleString('en', { maximumFractionDigits: scale })}`;
    return { code: 'OUT_OF_RANGE', message };
  }
}

const missingValue: CellProblem = { code: 'VALUE_MISSING', message: 'must not be empty' };
