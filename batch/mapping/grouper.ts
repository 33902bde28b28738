import { CodedError } from '#platform/errors/coded-error.ts';
import type { RowProblem } from '../row-problem.ts';
import type { FaultyRow, ImportInvoice, ImportRow, RowProblems, SourceRow } from './import-invoice.ts';
import { mergeRows } from './merge-rows.ts';
import type { Mapper } from './row-mapper.ts';

/** The receiver of the results of rows. */
export interface GroupedRows<Item> {
  /** The records that rows have become: invoices or payments. */
  readonly items: Item[];
  readonly rejects: FaultyRow[];
}

/** Makes records of rows, one after the other. */
export interface Grouper<Item> {
  /** @throws {CodedError} GROUP_TOO_LONG if more rows have the same number than an invoice can have */
  push(row: SourceRow, into: GroupedRows<Item>): void;
  /** Finishes the open rows at the end of the file. */
  end(into: GroupedRows<Item>): void;
  /** The first row that is not finished: a restart must continue there. Undefined if all are finished. */
  readonly openRow: SourceRow | undefined;
}

/** The rules by which a row becomes a record, or is left out. */
export interface RowRules<Item> {
  leavesOut(fields: readonly string[]): boolean;
  map(fields: readonly string[], rowNumber: number): Item | RowProblems;
}

/** The maximum number of rows that are kept until the end of their invoice. */
const maxOpenRows = 20_000;

/** Problems of a row with other rows, not with its cells. */
const wholeRowCodes = new Set(['LINES_SCATTERED', 'INVOICE_REJECTED']);

interface OpenRow {
  readonly source: SourceRow;
  readonly read: ImportRow | RowProblems;
  readonly hasNumber: boolean;
}

/**
 * Creates a grouper that combines rows to invoices: each row to one, or, if the mapping groups, all rows that follow each
 * other with the same number to one. One bad row rejects all rows of its invoice.
 *
 * A row that the mapping leaves out is ignored.
 *
 * A row whose number cannot be read may belong to the invoice before it or to the one after it, so neither is loaded.
 *
 * @param isGrouped false to make an invoice of each row
 */
export function createGrouper(mapper: Mapper, isGrouped = mapper.isGrouped): Grouper<ImportInvoice> {
  return isGrouped ? createOpenGrouper(mapper) : createRowGrouper(mapper);
}

/** Creates a grouper that makes a record of each row by itself. */
export function createRowGrouper<Item extends object>(mapper: RowRules<Item>): Grouper<Item> {
  return {
    push: (source, { items, rejects }) => {
      if (isLeftOut(mapper, source)) return;
      const read = readRow(mapper, source);
      if (isProblems(read)) rejects.push({ source, problems: read });
      else items.push(read);
    },
    end: () => undefined,
    openRow: undefined,
  };
}

function createOpenGrouper(mapper: Mapper): Grouper<ImportInvoice> {
  let open: OpenRow[] = [];
  let number: string | undefined;

  /** Finishes the open rows; those at the end that have no number stay open, as the next invoice may be theirs too. */
  function finish(into: GroupedRows<ImportInvoice>): void {
    const end = open.findLastIndex((row) => row.hasNumber) + 1;
    if (end > 0) finishRows(open.slice(0, end), open[end], mapper, into);
    open = open.slice(end);
  }

  return {
    push: (source, into) => {
      if (isLeftOut(mapper, source)) return;
      const given = findNumber(mapper, source, number);
      if (given !== undefined) {
        if (number !== undefined && given !== number) finish(into);
        number = given;
      }
      if (open.length >= maxOpenRows) throw toTooLong(open, number);
      open.push({ source, read: readRow(mapper, source), hasNumber: given !== undefined });
    },
    end: (into) => {
      if (open.length > 0) finishRows(open, undefined, mapper, into);
      open = [];
      number = undefined;
    },
    get openRow() {
      return open[0]?.source;
    },
  };
}

/** True if a row is left out. A broken one is not: its cells may stand in other columns than they should. */
export function isLeftOut(
  mapper: Pick<Mapper, 'leavesOut'>,
  { fields, problem }: Pick<SourceRow, 'fields' | 'problem'>,
): boolean {
  return problem === undefined && mapper.leavesOut(fields);
}

function readRow<Item>(
  mapper: RowRules<Item>,
  { fields, rowNumber, problem }: SourceRow,
): Item | RowProblems {
  return problem === undefined ? mapper.map(fields, rowNumber) : [problem];
}

function isProblems(read: object): read is RowProblems {
  return Array.isArray(read);
}

/**
 * Returns the number of a row. That of a broken row is trusted if its cell stands first or has the number of the row
 * before: other cells may have moved, the last one may not be whole, and the broken cell may be this one.
 */
export function findNumber(
  mapper: Mapper,
  { fields, problem }: SourceRow,
  before: string | undefined,
): string | undefined {
  const number = mapper.numberOf(fields);
  if (problem === undefined || wholeRowCodes.has(problem.code)) return number;
  const { index, column } = mapper.number;
  if (index >= fields.length - 1 || problem.column === column) return undefined;
  return index <= 0 || number === before ? number : undefined;
}

/** @param suspect a row after these that may belong to them and is rejected */
function finishRows(
  rows: readonly OpenRow[],
  suspect: OpenRow | undefined,
  mapper: Mapper,
  { items, rejects }: GroupedRows<ImportInvoice>,
): void {
  const reads: ImportRow[] = [];
  let bad = suspect;
  for (const row of rows) {
    if (isProblems(row.read)) bad ??= row;
    else reads.push(row.read);
  }
  if (bad === undefined) {
    const merged = mergeRows(reads, mapper.merging);
    if (merged.invoice !== undefined) items.push(merged.invoice);
    else {
      for (const { source } of rows) {
        rejects.push({ source, problems: [merged.problems.get(source.rowNumber) ?? merged.others] });
      }
    }
    return;
  }
  const others = toRejected(bad);
  for (const { source, read } of rows) rejects.push({ source, problems: isProblems(read) ? read : [others] });
}

function toRejected({ source, hasNumber, read }: OpenRow): RowProblem {
  const reason = isProblems(read) ? read[0].code : 'INVOICE_REJECTED';
  const relation = hasNumber ? 'is a row of the same invoice and' : 'may be a row of the same invoice and';
  return {
    column: null,
    code: 'INVOICE_REJECTED',
    message: `row ${source.rowNumber} ${relation} is not right (${reason}): an invoice is loaded whole or not at all`,
  };
}

function toTooLong(open: readonly OpenRow[], number: string | undefined): CodedError<'GROUP_TOO_LONG'> {
  const from = open[0]?.source.rowNumber;
  return new CodedError(
    'GROUP_TOO_LONG',
    `The ${maxOpenRows} rows from row ${from} on all have the invoice number ${JSON.stringify(number ?? '')}; the mapping's "number" may name another column than it should.`,
  );
}
