import { createDateFormReader, isInBounds } from './cells/date-form.ts';
import { knownForms } from './infer/date-forms.ts';
import type { Mapping } from './mapping.ts';

/** At most so many cells are looked at; the answer does not get better with more. */
const maxCells = 1_000;
/** So large a share of the cells must fit a form for it to be named. */
const minShare = 0.9;

/**
 * Says which form the dates of rejected rows look like, for the message of a load that stops because of them. A file in
 * which day and month are swapped is the usual case: rows with a day above 12 are rejected, and the others are wrong.
 *
 * @param cells the texts of the column of `invoice.issuedAt` in rows that were rejected with NOT_A_DATE; some are enough
 * @param dates the settings with which they were refused
 * @returns a sentence such as `The dates look like MM/dd/yyyy, for example "03/13/2026"; the mapping reads dd/MM/yyyy
 *   (dates.forms).`, undefined if the cells do not show one form
 */
export function describeRejectedDates(
  cells: readonly string[],
  { forms }: Pick<Mapping['dates'], 'forms'>,
): string | undefined {
  const texts = cells.slice(0, maxCells).map((cell) => cell.trim());
  const [example] = texts;
  if (example === undefined) return undefined;
  const candidates = [...forms.map(swapDayAndMonth), 'iso', ...[...knownForms.values()].flat()];
  const fitting = candidates.find((form) => fits(texts, form));
  if (fitting === undefined || forms.includes(fitting)) return undefined;
  const shown = JSON.stringify(texts.find((text) => fits([text], fitting)) ?? example);
  const isSwapped = forms.some((form) => swapDayAndMonth(form) === fitting);
  const swapped = isSwapped ? ' Day and month are swapped, also in the rows that could be read.' : '';
  return `The dates look like ${fitting}, for example ${shown}; the mapping reads ${forms.join(' or ')} (dates.forms).${swapped}`;
}

function fits(texts: readonly string[], form: string): boolean {
  const read = createDateFormReader(form);
  const count = texts.filter((text) => {
    const parts = read(text);
    return parts !== undefined && isInBounds(parts.localMs);
  }).length;
  return count >= minShare * texts.length;
}

function swapDayAndMonth(form: string): string {
  return form.replace(/(d+)(.*?)(M+)|(M+)(.*?)(d+)/, (_, ...groups: (string | undefined)[]) => {
    const [day, between, month, firstMonth, otherBetween, lastDay] = groups;
    return day === undefined ? `${lastDay}${otherBetween}${firstMonth}` : `${month}${between}${day}`;
  });
}
