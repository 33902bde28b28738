import { createDateFormReader, isInBounds } from '../cells/date-form.ts';
import type { MappingInput } from '../mapping.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** How the times of a column are written. */
export interface InferredDates {
  readonly settings: NonNullable<MappingInput['dates']>;
  readonly doubts: readonly string[];
}

const times = ['', ' HH:mm', ' HH:mm:ss', ' H:mm', ' H:mm:ss', ' hh:mm a', ' h:mm a', ' h:mm:ss a'];

const dayFirst = ['dd/MM/yyyy', 'dd.MM.yyyy', 'dd-MM-yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-M-yyyy'];
const monthFirst = ['MM/dd/yyyy', 'MM-dd-yyyy', 'M/d/yyyy', 'M-d-yyyy'];
const yearFirst = ['yyyy/MM/dd', 'yyyy.MM.dd', 'yyyyMMdd'];

/** Finds the form of a column's times; undefined when it holds none. */
export function inferDates(column: SampleColumn): InferredDates | undefined {
  if (!isMostly(column, mayBeDate)) return undefined;
  if (fits(column, 'iso', true)) return { settings: {}, doubts: [] };
  const zone = 'UTC';
  const withZone = (form: string): InferredDates => ({
    settings: { forms: [form], timeZone: zone },
    doubts: [
      `The times in ${JSON.stringify(column.name)} have no offset; they are taken for ${zone} (dates.timeZone, for example "Europe/London").`,
    ],
  });
  if (fits(column, 'iso', false)) return withZone('iso');
  const find = (days: readonly string[]) =>
    days.flatMap((day) => times.map((time) => `${day}${time}`)).find((form) => fits(column, form, false));
  const [day, month] = [find(dayFirst), find(monthFirst)];
  const form = day ?? month ?? find(yearFirst);
  if (form === undefined) return undefined;
  const inferred = withZone(form);
  if (day === undefined || month === undefined) return inferred;
  const doubt = `The dates in ${JSON.stringify(column.name)} may have the day or the month first: ${day} is taken, and not ${month} (dates.forms).`;
  return { ...inferred, doubts: [doubt, ...inferred.doubts] };
}

/** @param needsOffset whether the times must say their offset */
function fits(column: SampleColumn, form: string, needsOffset: boolean): boolean {
  const read = createDateFormReader(form);
  return isMostly(column, (cell) => {
    const parts = read(cell);
    return parts !== undefined && isInBounds(parts.localMs) && !(needsOffset && parts.offsetMs === undefined);
  });
}

/** Whether a cell can be a date at all; the shortest is 1/2/2026. */
function mayBeDate(cell: string): boolean {
  return cell.length >= 8 && /^\d/.test(cell);
}
