import type { LoadReport } from './load-plan.ts';
import { type RefusalCode, refusalMeanings } from './refusal.ts';

/** The numbers of rows and invoices that were refused for one reason. */
interface RefusalCount {
  readonly code: RefusalCode;
  readonly rowCount: number;
  readonly invoiceCount: number;
  /** The first message: what exactly was wrong. */
  readonly example: string;
}

/** Counts refusals by reason, the commonest first. */
function countRefusals(refusals: LoadReport['refusals']): RefusalCount[] {
  return [...Map.groupBy(refusals, (refusal) => refusal.code)]
    .map(([code, of]) => ({
      code,
      rowCount: of.length,
      example: of[0]?.message ?? '',
      invoiceCount: new Set(of.map((refusal) => refusal.invoiceNumber)).size,
    }))
    .toSorted((one, other) => other.rowCount - one.rowCount);
}

/** The report for people, one line each. */
export function toReportLines(report: LoadReport): string[] {
  const { rowCount, lineCount, refusals } = report;
  return [
    `Demo: ${report.invoiceCount} issued invoices with ${lineCount} lines, ${report.customerCount} customers, ` +
      `${report.productCount} products; ${refusals.length} of ${rowCount} rows refused${refusals.length > 0 ? ':' : '.'}`,
    ...countRefusals(refusals).map(
      ({ code, rowCount: rows, invoiceCount, example }) =>
        `  ${String(rows).padStart(5)} rows of ${invoiceCount} documents  ${code}: ${refusalMeanings[code]}` +
        (code === 'REFUSED_BY_API' ? `, for example: ${example}` : ''),
    ),
  ];
}
