import type { Reject } from '../../jobs/job.ts';
import { describeRejectedDates } from '../../mapping/describe-rejected-dates.ts';
import type { OpenedFile } from '../reading/open-file.ts';

/** Codes of rows whose dates are not of the mapping's forms. */
const dateCode = 'NOT_A_DATE';

/**
 * Describes the form of the file by its rejected rows, undefined if they do not show it.
 */
export function explainRejects(
  rejects: readonly Pick<Reject, 'code' | 'column' | 'cells'>[],
  { header, mapping }: Pick<OpenedFile, 'header' | 'mapping'>,
): string | undefined {
  const dates = rejects.filter(({ code }) => code === dateCode);
  const column = dates[0]?.column;
  const names = header ?? mapping.file.columns;
  if (column === undefined || column === null || names === undefined) return undefined;
  const index = names.indexOf(column);
  const cells = dates
    .filter((reject) => reject.column === column)
    .flatMap(({ cells: [...row] }) => row[index] ?? []);
  return describeRejectedDates(cells, mapping.dates);
}
