import type { RejectLimitError } from '../jobs/reject-limit-error.ts';
import { describeRejectedDates } from '../mapping/describe-rejected-dates.ts';
import type { OpenedFile } from './open-file.ts';

/** Codes of rows whose dates are not of the mapping's forms. */
const dateCode = 'NOT_A_DATE';

/**
 * Says what the file looks like when too many rows were rejected for one reason, undefined when the rows do not show it.
 */
export function explainRejects(
  { rejects }: RejectLimitError,
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
