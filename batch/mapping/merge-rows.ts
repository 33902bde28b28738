import type { RowProblem } from '../row-problem.ts';
import { bounds } from './bounds.ts';
import type { ImportInvoice, ImportLine, ImportRow } from './import-invoice.ts';

/** One invoice of several rows, or why they make none. */
export type MergedRows =
  | { readonly invoice: ImportInvoice }
  | {
      readonly invoice?: undefined;
      /** By row number: what is wrong with those rows. */
      readonly problems: ReadonlyMap<number, RowProblem>;
      /** What is wrong with the other rows: that these are rows of the same invoice. */
      readonly others: RowProblem;
    };

/** What all rows of an invoice must agree on. */
const shared = ['kind', 'customerId', 'customerName', 'currency', 'issuedAtMs', 'statedTotalMinor'] as const;
const names: Readonly<Record<(typeof shared)[number], string>> = {
  kind: 'sign of the quantity',
  customerId: "customer's id",
  customerName: "customer's name",
  currency: 'currency',
  issuedAtMs: 'time of issue',
  statedTotalMinor: 'total',
};

/**
 * Makes one invoice of its rows, each with one line.
 *
 * @param takesFirstTime whether the first row's time of issue counts, so that the others may have another
 * @throws {TypeError} when there are no rows, which is a bug of the caller
 */
export function mergeRows(rows: readonly ImportRow[], takesFirstTime: boolean): MergedRows {
  const [first] = rows;
  if (first === undefined) throw new TypeError('An invoice has at least one row.');
  const problems = new Map<number, RowProblem>();
  for (const row of rows) {
    const differing = shared.filter((name) => row[name] !== first[name]);
    const counting = takesFirstTime ? differing.filter((name) => name !== 'issuedAtMs') : differing;
    if (counting.length > 0) problems.set(row.rowNumber, toInconsistent(counting, first.rowNumber));
  }
  const [differing] = problems.keys();
  if (differing !== undefined)
    return { problems, others: toOthers(`row ${differing} disagrees with row ${first.rowNumber}`) };

  const sums = sumRows(rows);
  const problem = findProblem(rows, sums, first);
  if (problem !== undefined) return { problems: new Map([[first.rowNumber, problem]]), others: problem };
  const { statedTotalMinor: _, ...header } = first;
  return { invoice: { ...header, ...sums, rowCount: rows.length, lines: numberLines(rows) } };
}

interface Sums {
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** Exact while within the bounds: one kind's amounts have one sign, and there are at most 1,000 of at most 10^15. */
function sumRows(rows: readonly ImportRow[]): Sums {
  let netMinor = 0;
  let taxMinor = 0;
  for (const row of rows) {
    netMinor += row.netMinor;
    taxMinor += row.taxMinor;
  }
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}

function findProblem(
  rows: readonly ImportRow[],
  { totalMinor }: Sums,
  first: ImportRow,
): RowProblem | undefined {
  if (rows.length > bounds.lines) {
    const message = `the invoice has ${rows.length} lines and may have at most ${bounds.lines}`;
    return { column: null, code: 'TOO_MANY_LINES', message };
  }
  if (Math.abs(totalMinor) > bounds.amountMinor) {
    const message = `the invoice's total must be within ${bounds.amountMinor.toLocaleString('en')} smallest units`;
    return { column: null, code: 'OUT_OF_RANGE', message };
  }
  const { statedTotalMinor } = first;
  if (statedTotalMinor === null || statedTotalMinor === totalMinor) return undefined;
  const message = `the lines come to ${totalMinor} smallest units of ${first.currency}, the file says ${statedTotalMinor}`;
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
