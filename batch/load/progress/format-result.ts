import { countLeftOut } from '../../jobs/load-counts.ts';
import type { LoadResult } from '../load-file.ts';
import { toNextSteps } from './next-steps.ts';
import { formatCount } from './progress.ts';

/** Formats the summary of a load for people, with the result of every row. */
export function formatResult(path: string, result: LoadResult): string {
  const { jobNumber, records, status, counts, reasons, seconds, rowsNow, failure } = result;
  const rate = formatCount(Math.round(rowsNow / Math.max(seconds, 0.001)));
  const lines = [
    `Job ${jobNumber}, ${path}: ${status}${failure === undefined ? '' : `. ${failure.message}`}`,
    ...toTable([
      ['read', counts.readRows, 'rows'],
      ['loaded', counts.loadedRows, toLoadedUnit(records, counts)],
      ['already there', counts.alreadyThereRows, 'rows'],
      ['conflicting', counts.conflictingRows, 'rows'],
      ...toLeftOut(result),
      ['rejected', counts.rejectedRows, 'rows'],
    ]),
    ...reasons.map(({ code, count }) => `    ${code}: ${formatCount(count)}`),
    `  ${seconds.toFixed(1)} s, ${rate} rows/s`,
  ];
  if (result.rejectFileProblem !== undefined) {
    lines.push(`  The reject file could not be written: ${result.rejectFileProblem}`);
  } else if (result.rejectPath !== undefined) {
    lines.push(`  What was not loaded, and why: ${result.rejectPath}`);
  }
  if (status !== 'COMPLETED') lines.push(...toNextSteps(jobNumber, failure).map((step) => `  ${step}`));
  return `${lines.join('\n')}\n`;
}

/** The part about left-out rows, if a mapping leaves rows out. */
function toLeftOut({ counts, leftOutName, leftOutHint }: LoadResult): (readonly [string, number, string])[] {
  const leftOut = countLeftOut(counts);
  if (leftOutName === undefined || leftOut === 0) return [];
  return [['left out', leftOut, `${leftOutName} rows${leftOutHint}`]];
}

/** The unit of loaded rows: of payments each is one. */
function toLoadedUnit(records: LoadResult['records'], { loadedInvoices }: LoadResult['counts']): string {
  return records === 'payments' ? 'payments' : `rows, ${formatCount(loadedInvoices)} invoices`;
}

function toTable(rows: readonly (readonly [string, number, string])[]): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const numbers = rows.map(([, count]) => formatCount(count));
  const numberWidth = Math.max(...numbers.map((number) => number.length));
  return rows.map(
    ([name, , unit], index) =>
      `  ${name.padEnd(nameWidth)}  ${(numbers[index] ?? '').padStart(numberWidth)} ${unit}`,
  );
}
