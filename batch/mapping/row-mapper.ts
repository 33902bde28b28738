import { isUuid } from '#platform/database/uuid.ts';
import { formatEpochDay, parseEpochDay } from '#schema/calendar/day.ts';
import { findIssueDateProblem, type IssueDateLimits } from '#schema/calendar/seller.ts';
import type { BoundSource } from './bind-columns.ts';
import type { BoundInvoice } from './bind-invoice.ts';
import { bounds } from './bounds.ts';
import { show } from './cells/cell-problem.ts';
import { type CurrencyReader, createCurrencyReader, type RowCurrency } from './cells/currency-cell.ts';
import { createDateReader, type DateReader } from './cells/date-cell.ts';
import { createDecimalReader } from './cells/decimal-cell.ts';
import { toNormalCell } from './cells/text-cell.ts';
import type { ImportKind, ImportLine, ImportRow, RowProblems } from './import-invoice.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import {
  createKindRule,
  findQuantityProblem,
  findTotalProblem,
  findZeroQuantity,
  type KindRule,
} from './kind-rule.ts';
import type { MergeRules } from './merge-rows.ts';
import { type CellTextRule, RowReader, readCell } from './row-reader.ts';
import type { ReadTotals } from './totals-reader.ts';

/** A mapping made ready for a file. Pure, except that it caches values of the row before. */
export interface Mapper {
  /** Maps a row to an invoice or to all its problems (an array). */
  map(fields: readonly string[], rowNumber: number): ImportRow | RowProblems;
  /** True if the mapping leaves a row out: it does not become an invoice, and is not rejected. */
  leavesOut(fields: readonly string[]): boolean;
  /** Returns the number of the invoice that a row belongs to, undefined if the row has none. */
  numberOf(fields: readonly string[]): string | undefined;
  /** The column of the number. */
  readonly number: BoundSource;
  /** True if rows that follow each other with the same number are one invoice. */
  readonly isGrouped: boolean;
  /** The rules by which grouped rows become one invoice. */
  readonly merging: MergeRules;
}

/** The signed figures of a row. */
interface RowFigures {
  readonly netMinor: number;
  readonly taxMinor: number;
  /** The total in a column of its own; null without one. */
  readonly statedTotalMinor: number | null;
  readonly line: ImportLine | undefined;
}

const noLines: readonly ImportLine[] = [];
const numberRule: CellTextRule = {
  maxLength: bounds.numberLength,
  fallback: undefined,
  missing: 'INVOICE_NUMBER_MISSING',
};

export class RowMapper implements Mapper {
  readonly isGrouped: boolean;
  readonly merging: MergeRules;
  readonly #bound: BoundInvoice;
  readonly #limits: IssueDateLimits;
  readonly #earliestDay: number;
  readonly #latestDay: number;
  readonly #neutralised: InvoiceMapping['neutralised'];
  readonly #keepsNegative: boolean;
  readonly #kinds: KindRule;
  readonly #currencies: CurrencyReader;
  readonly #issueDates: DateReader;
  readonly #customerRule: CellTextRule;
  readonly #row: RowReader;

  constructor(mapping: InvoiceMapping, bound: BoundInvoice, limits: IssueDateLimits) {
    const { grouping, numbers, missingCustomer } = mapping;
    const { currencySigns: signs, minorUnits } = numbers;
    this.#bound = bound;
    this.#limits = limits;
    this.#earliestDay = parseEpochDay(limits.earliest);
    this.#latestDay = parseEpochDay(limits.latest);
    this.#neutralised = mapping.neutralised;
    this.#keepsNegative = mapping.negativeLines === 'keep';
    this.#kinds = createKindRule(mapping.creditNote);
    this.#currencies = createCurrencyReader({ ...mapping.currencies, signs, minorUnits });
    this.#issueDates = createDayReader(mapping, limits.timeZone);
    this.#customerRule = {
      maxLength: bounds.customerNameLength,
      fallback: missingCustomer === 'reject' ? undefined : missingCustomer.keepAs,
      missing: 'CUSTOMER_MISSING',
    };
    this.#row = new RowReader(
      createDecimalReader(numbers),
      createDateReader(mapping.dates, limits.timeZone),
      mapping.neutralised,
    );
    this.isGrouped = grouping !== 'none';
    this.merging = {
      takesFirstTime: grouping !== 'none' && grouping.issuedAt === 'first',
      kindsByTotal: this.#keepsNegative && mapping.creditNote === 'negativeAmount' ? this.#kinds : undefined,
    };
  }

  get number(): BoundSource {
    return this.#bound.number;
  }

  leavesOut(fields: readonly string[]): boolean {
    return this.#bound.leftOut?.holds(fields) ?? false;
  }

  numberOf(fields: readonly string[]): string | undefined {
    const text = toNormalCell(readCell(fields, this.#bound.number, this.#neutralised));
    return text === '' ? undefined : text;
  }

  map(fields: readonly string[], rowNumber: number): ImportRow | RowProblems {
    const row = this.#row;
    const {
      number,
      customerId,
      customerName,
      issuedAt,
      issueDate,
      marker,
      leftOut,
      total,
      totals,
      readLine,
    } = this.#bound;
    row.begin(fields);
    const markProblem = leftOut?.findProblem(fields);
    if (leftOut !== undefined && markProblem !== undefined) row.add(leftOut.source, markProblem);
    const numberText = row.text(number, numberRule);
    const nameText = row.text(customerName, this.#customerRule);
    const id = customerId === undefined ? null : readUuid(row, customerId);
    const money = this.#readCurrency();
    const time = row.date(issuedAt);
    const statedDay = issueDate && row.day(issueDate, this.#issueDates);
    const issueDay = statedDay ?? time?.day;
    if (issueDay !== undefined) this.#checkDay(issueDay);
    const currency = money ?? this.#currencies.unknown;
    const line = readLine?.(row, currency);
    const read = line ?? totals?.read(row, currency);
    const stated = total === undefined ? null : row.amount(total, currency, bounds.amountMinor);
    const isWhole = numberText !== undefined && nameText !== undefined && money !== undefined;
    if (!isWhole || read === undefined || time === undefined || issueDay === undefined) {
      return problemsOf(row);
    }

    const mark = marker === undefined ? '' : row.raw(marker);
    const kind = this.#kinds.kindOf(numberText, this.#toFigure(read, line), mark);
    if (kind === undefined) {
      row.add(marker ?? number, this.#kinds.explain(mark));
      return problemsOf(row);
    }
    const signed =
      this.#kinds.isUnsigned && kind === 'CREDIT_NOTE'
        ? negate(read, line, stated)
        : { netMinor: read.netMinor, taxMinor: read.taxMinor, statedTotalMinor: stated, line };
    this.#checkFigures(kind, signed);
    if (row.problems !== undefined) return row.problems;
    const { netMinor, taxMinor } = signed;
    return {
      rowNumber,
      rowCount: 1,
      number: numberText,
      kind,
      customerId: id,
      customerName: nameText,
      currency: money.code,
      netMinor,
      taxMinor,
      totalMinor: netMinor + taxMinor,
      isTaxedByLine: signed.line?.isTaxStated ?? false,
      issuedAtMs: time.instantMs,
      issueDay,
      namesTime: time.hasTime,
      namesDay: statedDay !== undefined || !time.hasTime,
      lines: signed.line === undefined ? noLines : [signed.line],
      statedTotalMinor: signed.statedTotalMinor,
    };
  }

  #readCurrency(): RowCurrency | undefined {
    const { currency } = this.#bound;
    const text = this.#row.raw(currency);
    const read = this.#currencies.read(text);
    if (read === undefined) this.#row.add(currency, this.#currencies.explain(text));
    return read;
  }

  #checkDay(issueDay: number): void {
    if (this.#earliestDay <= issueDay && issueDay <= this.#latestDay) return;
    const { issueDate, issuedAt } = this.#bound;
    const message =
      findIssueDateProblem(formatEpochDay(issueDay), this.#limits) ?? 'must be a day that invoices may have';
    this.#row.add(issueDate ?? issuedAt, { code: 'DATE_OUT_OF_RANGE', message });
  }

  /** Returns the figure that shows the kind: a total, or a line's quantity if its sign must be the invoice's. */
  #toFigure({ netMinor, taxMinor }: ReadTotals, line: ImportLine | undefined): number {
    if (line === undefined || (this.#keepsNegative && !this.isGrouped)) return netMinor + taxMinor;
    return this.#keepsNegative ? 0 : line.quantityE4;
  }

  #checkFigures(kind: ImportKind, { netMinor, taxMinor, statedTotalMinor, line }: RowFigures): void {
    const row = this.#row;
    const { figures, total } = this.#bound;
    if (line !== undefined) {
      const problem = this.#keepsNegative
        ? findZeroQuantity(line.quantityE4)
        : findQuantityProblem(kind, line.quantityE4);
      if (problem !== undefined) row.add(figures, problem);
    }
    if (this.isGrouped || row.problems !== undefined) return;
    const problem = findTotalProblem(kind, netMinor, taxMinor);
    if (problem !== undefined) row.add(figures, problem);
    if (total !== undefined && statedTotalMinor !== netMinor + taxMinor) {
      row.add(total, {
        code: 'TOTAL_MISMATCH',
        message: 'must be the sum of net and tax, or the total of the line',
      });
    }
  }
}

function problemsOf(row: RowReader): RowProblems {
  if (row.problems === undefined) throw new TypeError('A row that cannot be read has a problem.');
  return row.problems;
}

/** Zero stays zero: `-0` would be another value for comparisons by `Object.is`. */
function negate(
  { netMinor, taxMinor }: ReadTotals,
  line: ImportLine | undefined,
  stated: number | null,
): RowFigures {
  return {
    netMinor: 0 - netMinor,
    taxMinor: 0 - taxMinor,
    statedTotalMinor: stated === null ? null : 0 - stated,
    line: line && {
      ...line,
      quantityE4: 0 - line.quantityE4,
      netMinor: 0 - line.netMinor,
      taxMinor: 0 - line.taxMinor,
    },
  };
}

/** Reads days that stand beside a time of issue: as ISO 8601 writes them, or in the mapping's forms. */
function createDayReader({ dates }: InvoiceMapping, sellerZone: string): DateReader {
  const forms = [...new Set(['iso', ...dates.forms])];
  return createDateReader({ ...dates, forms, timeZone: dates.timeZone ?? 'UTC' }, sellerZone);
}

/** Returns null if the cell is empty, or if it is not a UUID, which is noted. */
function readUuid(row: RowReader, source: BoundSource): string | null {
  const text = row.raw(source).toLowerCase();
  if (text === '') return null;
  if (isUuid(text)) return text;
  row.add(source, { code: 'NOT_A_UUID', message: `${show(text)} must be a UUID` });
  return null;
}
