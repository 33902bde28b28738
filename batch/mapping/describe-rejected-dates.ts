import { createDateFormReader, isInBounds, namedForms } from './cells/date-form.ts';
import { knownForms } from './infer/date-forms.ts';
import type { Mapping } from './mapping.ts';

/** The maximum number of cells that are read; more do not improve the answer. */
const maxCells = 1_000;
const countedForms = namedForms.filter((form) => form !== 'iso' && form !== 'excel-1904');
/** The share of the cells that must fit a form for it to be named. */
const minShare = 0.9;

/**
 * Finds the form that the dates of rejected rows seem to have, for the message of a load that stops because of them. A file in
 * which day and month are swapped is the usual case: rows with a day above 12 are rejected, and the others are wrong.
 *
 * @param cells the texts of the column of `invoice.issuedAt` in rows that were rejected with NOT_A_DATE; some are enough
 * @param dates the settings with which they were refused
 * @returns a sentence such as `The dates look like MM/dd/yyyy, for example "03/13/2026"; the mapping reads dd/MM/yyyy
 *   (dates.forms).`, undefined if the cells do not show one form
 */
export function describeRejectedDates(
  cells: readonly string[],
  { forms, language }: Pick<Mapping['dates'], 'forms' | 'language'>,
): string | undefined {
  const texts = cells.slice(0, maxCells).map((cell) => cell.trim());
  const [example] = texts;
  if (example === undefined) return undefined;
  const written = [...knownForms.values()].flat();
  const candidates = [...forms.map(swapDayAndMonth), 'iso', ...written, ...countedForms];
  const fitting = candidates.find((form) => fits(texts, form, language));
  if (fitting === undefined || forms.includes(fitting)) return undefined;
  const shown = JSON.stringify(texts.find((text) => fits([text], fitting, language)) ?? example);
  const isSwapped = forms.some((form) => swapDayAndMonth(form) === fitting);
  const swapped = isSwapped ? ' Day and month are swapped, also in the rows that could be read.' : '';
  return `The dates look like ${fitting}, for example ${shown}; the mapping reads ${forms.join(' or ')} (dates.forms).${swapped}`;
}

function fits(texts: readonly string[], form: string, language: string): boolean {
  const read = createDateFormReader(form, language);
  const isCounted = countedForms.includes(form);
  const count = texts.filter((text) => {
    const parts = read(text);
    if (parts === undefined) return false;
    return isCounted ? isRecent(parts.localMs) : isInBounds(parts.localMs);
  }).length;
  return count >= minShare * texts.length;
}

/** The years in which a number is likely to mean a day: each number is the serial of some day. */
function isRecent(localMs: number): boolean {
  return localMs >= Date.UTC(1990, 0) && localMs < Date.UTC(2100, 0);
}

function swapDayAndMonth(form: string): string {
  return form.replace(/(d+)(.*?)(M+)|(M+)(.*?)(d+)/, (_, ...groups: (string | undefined)[]) => {
    const [day, between, month, firstMonth, otherBetween, lastDay] = groups;
    return day === undefined ? `${lastDay}${otherBetween}${firstMonth}` : `${month}${between}${day}`;
  });
}
