import type { RowProblem } from '../row-problem.ts';
import { bounds } from './bounds.ts';
import type { ImportInvoice, ImportKind, ImportLine, ImportRow } from './import-invoice.ts';
import { findTotalProblem, type KindRule } from './kind-rule.ts';
import { type Sums, sumRows } from './sum-rows.ts';

/** One invoice of several rows, or the problems that prevent it. */
export type MergedRows =
  | { readonly invoice: ImportInvoice }
  | {
      readonly invoice?: undefined;
      /** The problems of rows, by row number. */
      readonly problems: ReadonlyMap<number, RowProblem>;
      /** The problem of the other rows: they belong to the same invoice. */
      readonly others: RowProblem;
    };

/** The values that all rows of an invoice must share. */
const shared = [
  ...(['kind', 'customerId', 'customerName', 'currency'] as const),
  ...(['issuedAtMs', 'issueDay', 'statedTotalMinor'] as const),
] as const;
/** The values that rows need not share if the first row's time of issue counts. */
const times: readonly string[] = ['issuedAtMs', 'issueDay'];
const names: Readonly<Record<(typeof shared)[number], string>> = {
  kind: 'sign of the quantity',
  customerId: "customer's id",
  customerName: "customer's name",
  currency: 'currency',
  issuedAtMs: 'time of issue',
  issueDay: 'day of issue',
  statedTotalMinor: 'total',
};

/** The rules by which rows become one invoice. */
export interface MergeRules {
  /** True if the first row's time of issue counts, so that the others may have another. */
  readonly takesFirstTime: boolean;
  /** The rule that finds the kind by the total, if lines may have either sign; undefined if the rows show it. */
  readonly kindsByTotal: KindRule | undefined;
}

/**
 * Merges the rows of an invoice, each with one line.
 *
 * @throws {TypeError} if there are no rows, which is a bug of the caller
 */
export function mergeRows(
  rows: readonly ImportRow[],
  { takesFirstTime, kindsByTotal }: MergeRules,
): MergedRows {
  const [first] = rows;
  if (first === undefined) throw new TypeError('An invoice has at least one row.');
  const problems = new Map<number, RowProblem>();
  for (const row of rows) {
    const differing = shared.filter((name) => row[name] !== first[name]);
    const counting = takesFirstTime ? differing.filter((name) => !times.includes(name)) : differing;
    if (counting.length > 0) problems.set(row.rowNumber, toInconsistent(counting, first.rowNumber));
  }
  const [differing] = problems.keys();
  if (differing !== undefined)
    return { problems, others: toOthers(`row ${differing} disagrees with row ${first.rowNumber}`) };

  const sums = sumRows(rows);
  const kind = kindsByTotal?.kindOf(first.number, sums.totalMinor, '') ?? first.kind;
  const problem = findProblem(first, rows.length, sums, kind);
  if (problem !== undefined) return { problems: new Map([[first.rowNumber, problem]]), others: problem };
  const { statedTotalMinor: _, ...header } = first;
  return { invoice: { ...header, ...sums, kind, rowCount: rows.length, lines: numberLines(rows) } };
}

function findProblem(
  { statedTotalMinor, currency }: ImportRow,
  lineCount: number,
  { netMinor, taxMinor, totalMinor }: Sums,
  kind: ImportKind,
): RowProblem | undefined {
  if (lineCount > bounds.lines) {
    const message = `the invoice has ${lineCount} lines and may have at most ${bounds.lines}`;
    return { column: null, code: 'TOO_MANY_LINES', message };
  }
  if (!(Math.abs(totalMinor) <= bounds.amountMinor)) {
    const message = `the invoice's total must be within ${bounds.amountMinor.toLocaleString('en')} smallest units`;
    return { column: null, code: 'OUT_OF_RANGE', message };
  }
  const problem = findTotalProblem(kind, netMinor, taxMinor);
  if (problem !== undefined)
    return { column: null, code: problem.code, message: `the total ${problem.message}` };
  if (statedTotalMinor === null || statedTotalMinor === totalMinor) return undefined;
  const message = `the lines add up to ${totalMinor} smallest units of ${currency}, the file says ${statedTotalMinor}`;
  return { column: null, code: 'TOTAL_MISMATCH', message };
}

function numberLines(rows: readonly ImportRow[]): ImportLine[] {
  const lines: ImportLine[] = [];
  for (const row of rows) {
    for (const line of row.lines) lines.push({ ...line, position: lines.length + 1 });
  }
  return lines;
}

function toInconsistent(differing: readonly (typeof shared)[number][], firstRow: number): RowProblem {
  const what = differing.map((name) => names[name]).join(', ');
  return {
    column: null,
    code: 'INVOICE_INCONSISTENT',
    message: `${what} must be the same as in row ${firstRow}, which is of the same invoice`,
  };
}

function toOthers(reason: string): RowProblem {
  return {
    column: null,
    code: 'INVOICE_REJECTED',
    message: `${reason}: an invoice is loaded whole or not at all`,
  };
}
