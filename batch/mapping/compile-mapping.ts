import { isUuid } from '#platform/database/uuid.ts';
import { formatEpochDay, parseEpochDay } from '#schema/calendar/day.ts';
import { findIssueDateProblem, type IssueDateLimits } from '#schema/calendar/seller.ts';
import {
  type BoundSource,
  type ColumnBinder,
  createColumnBinder,
  type MappingProblem,
} from './bind-columns.ts';
import { bounds } from './bounds.ts';
import { show } from './cells/cell-problem.ts';
import { createCurrencyReader, type RowCurrency } from './cells/currency-cell.ts';
import { createDateReader, type DateReader } from './cells/date-cell.ts';
import { createDecimalReader } from './cells/decimal-cell.ts';
import { toNormalCell } from './cells/text-cell.ts';
import type { ImportLine, ImportRow, RowProblems } from './import-invoice.ts';
import { createKindRule, findQuantityProblem, findTotalProblem, findZeroQuantity } from './kind-rule.ts';
import { createLeftOutRule, type LeftOutRule } from './left-out-rule.ts';
import { createLineReader } from './line-reader.ts';
import type { Mapping } from './mapping.ts';
import type { MergeRules } from './merge-rows.ts';
import { RowReader, readCell } from './row-reader.ts';
import { createTotalsReader, type ReadTotals } from './totals-reader.ts';

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

export type CompiledMapping =
  | { readonly mapper: Mapper; readonly problems?: undefined }
  | { readonly mapper?: undefined; readonly problems: readonly MappingProblem[] };

const noLines: readonly ImportLine[] = [];

/**
 * Prepares a mapping for a file with these columns.
 *
 * @param header the columns' names in the file, undefined if it has no header; then the mapping must name them
 * @param limits the days an invoice may have, and the zone that decides the day of times with an offset
 */
export function compileMapping(
  mapping: Mapping,
  header: readonly string[] | undefined,
  limits: IssueDateLimits,
): CompiledMapping {
  const names = header ?? mapping.file.columns;
  if (names === undefined) {
    return { problems: [{ path: '/file/columns', message: 'is needed, as the file has no header' }] };
  }
  const binder = createColumnBinder(names);
  const mapper = createMapper(mapping, binder, limits);
  return binder.problems.length > 0 ? { problems: binder.problems } : { mapper };
}

function createMapper(mapping: Mapping, binder: ColumnBinder, limits: IssueDateLimits): Mapper {
  const { invoice, grouping, neutralised } = mapping;
  const number = binder.bind('/invoice/number', invoice.number);
  const customerId = binder.bindOptional('/invoice/customerId', invoice.customerId);
  const customerName = binder.bind('/invoice/customerName', invoice.customerName);
  const currency = binder.bind('/invoice/currency', invoice.currency);
  const issuedAt = binder.bind('/invoice/issuedAt', invoice.issuedAt);
  const issueDate = binder.bindOptional('/invoice/issueDate', invoice.issueDate);
  const marker = bindMarker(mapping, binder);
  const leftOut = bindLeftOut(mapping, binder);
  const total = binder.bindOptional('/invoice/total', invoice.total);
  const totals = createTotalsReader(mapping, binder);
  const readLine = createLineReader(mapping, binder);
  const quantity = mapping.line && binder.bind('/line/quantity', mapping.line.quantity);
  const figures = totals?.source ?? quantity ?? number;
  const kinds = createKindRule(mapping.creditNote);
  const row = new RowReader(
    createDecimalReader(mapping.numbers),
    createDateReader(mapping.dates, limits.timeZone),
    neutralised,
  );
  const issueDates = createDayReader(mapping, limits.timeZone);
  const earliestDay = parseEpochDay(limits.earliest);
  const latestDay = parseEpochDay(limits.latest);
  const { currencySigns: signs, minorUnits } = mapping.numbers;
  const currencies = createCurrencyReader({ ...mapping.currencies, signs, minorUnits });
  const numberRule = {
    maxLength: bounds.numberLength,
    fallback: undefined,
    missing: 'INVOICE_NUMBER_MISSING',
  };
  const customerRule = {
    maxLength: bounds.customerNameLength,
    fallback: mapping.missingCustomer === 'reject' ? undefined : mapping.missingCustomer.keepAs,
    missing: 'CUSTOMER_MISSING',
  };
  const isGrouped = grouping !== 'none';
  const keepsNegative = mapping.negativeLines === 'keep';

  /** Returns the figure that shows the kind: a total, or a line's quantity if its sign must be the invoice's. */
  function toFigure({ netMinor, taxMinor }: ReadTotals, line: ImportLine | undefined): number {
    if (line === undefined || (keepsNegative && !isGrouped)) return netMinor + taxMinor;
    return keepsNegative ? 0 : line.quantityMilli;
  }

  function readCurrency(): RowCurrency | undefined {
    const text = row.raw(currency);
    const read = currencies.read(text);
    if (read === undefined) row.add(currency, currencies.explain(text));
    return read;
  }

  function readDay(): number | undefined {
    return issueDate && row.day(issueDate, issueDates);
  }

  function checkDay(issueDay: number): void {
    if (earliestDay <= issueDay && issueDay <= latestDay) return;
    const message =
      findIssueDateProblem(formatEpochDay(issueDay), limits) ?? 'must be a day that invoices may have';
    row.add(issueDate ?? issuedAt, { code: 'DATE_OUT_OF_RANGE', message });
  }

  function map(fields: readonly string[], rowNumber: number): ImportRow | RowProblems {
    row.begin(fields);
    const markProblem = leftOut?.findProblem(fields);
    if (leftOut !== undefined && markProblem !== undefined) row.add(leftOut.source, markProblem);
    const numberText = row.text(number, numberRule);
    const nameText = row.text(customerName, customerRule);
    const id = customerId === undefined ? null : readUuid(row, customerId);
    const money = readCurrency();
    const time = row.date(issuedAt);
    const statedDay = readDay();
    const issueDay = statedDay ?? time?.day;
    if (issueDay !== undefined) checkDay(issueDay);
    const line = readLine?.(row, money ?? currencies.unknown);
    const read = line ?? totals?.read(row, money ?? currencies.unknown);
    const stated =
      total === undefined ? null : row.amount(total, money ?? currencies.unknown, bounds.amountMinor);
    const isWhole = numberText !== undefined && nameText !== undefined && money !== undefined;
    if (!isWhole || read === undefined || time === undefined || issueDay === undefined) {
      return problemsOf(row);
    }

    const mark = marker === undefined ? '' : row.raw(marker);
    const kind = kinds.kindOf(numberText, toFigure(read, line), mark);
    if (kind === undefined) {
      row.add(marker ?? number, kinds.explain(mark));
      return problemsOf(row);
    }
    const isNegated = kinds.isUnsigned && kind === 'CREDIT_NOTE';
    const netMinor = isNegated ? 0 - read.netMinor : read.netMinor;
    const taxMinor = isNegated ? 0 - read.taxMinor : read.taxMinor;
    const statedTotalMinor = isNegated && stated !== null ? 0 - stated : stated;
    const kept = line !== undefined && isNegated ? negate(line) : line;
    if (kept !== undefined) {
      const { quantityMilli } = kept;
      const problem = keepsNegative
        ? findZeroQuantity(quantityMilli)
        : findQuantityProblem(kind, quantityMilli);
      if (problem !== undefined) row.add(figures, problem);
    }
    if (!isGrouped && row.problems === undefined) {
      const problem = findTotalProblem(kind, netMinor, taxMinor);
      if (problem !== undefined) row.add(figures, problem);
      if (total !== undefined && statedTotalMinor !== netMinor + taxMinor) {
        row.add(total, {
          code: 'TOTAL_MISMATCH',
          message: 'must be the sum of net and tax, or the total of the line',
        });
      }
    }
    if (row.problems !== undefined) return row.problems;
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
      isTaxedByLine: false,
      issuedAtMs: time.instantMs,
      issueDay,
      namesTime: time.hasTime,
      namesDay: statedDay !== undefined || !time.hasTime,
      lines: kept === undefined ? noLines : [kept],
      statedTotalMinor,
    };
  }

  return {
    map,
    leavesOut: (fields) => leftOut?.holds(fields) ?? false,
    numberOf: (fields) => {
      const text = toNormalCell(readCell(fields, number, neutralised));
      return text === '' ? undefined : text;
    },
    number,
    isGrouped,
    merging: {
      takesFirstTime: grouping !== 'none' && grouping.issuedAt === 'first',
      kindsByTotal: keepsNegative && mapping.creditNote === 'negativeAmount' ? kinds : undefined,
    },
  };
}

function problemsOf(row: RowReader): RowProblems {
  if (row.problems === undefined) throw new TypeError('A row that cannot be read has a problem.');
  return row.problems;
}

function negate(line: ImportLine): ImportLine {
  return {
    ...line,
    quantityMilli: 0 - line.quantityMilli,
    netMinor: 0 - line.netMinor,
    taxMinor: 0 - line.taxMinor,
  };
}

/** The column that marks credit notes, if the mapping has one. */
function bindMarker({ creditNote }: Mapping, binder: ColumnBinder): BoundSource | undefined {
  if (typeof creditNote === 'string' || !('column' in creditNote)) return undefined;
  return binder.bind('/creditNote/column', creditNote.column);
}

/** Undefined if nothing is left out, or if the file lacks an optional column. */
function bindLeftOut({ leaveOut }: Mapping, binder: ColumnBinder): LeftOutRule | undefined {
  const source = binder.bindOptional('/leaveOut/column', leaveOut?.column);
  return leaveOut === undefined || source === undefined ? undefined : createLeftOutRule(leaveOut, source);
}

/** Reads days that stand beside a time of issue: as ISO 8601 writes them, or in the mapping's forms. */
function createDayReader({ dates }: Mapping, sellerZone: string): DateReader {
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
