import { createDateFormReader, isInBounds } from '../cells/date-form.ts';
import type { MappingInput } from '../mapping.ts';
import { knownForms } from './date-forms.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** How the times of a column are written. */
export interface InferredDates {
  readonly settings: NonNullable<MappingInput['dates']>;
  readonly doubts: readonly string[];
}

/** Finds the form of a column's times; undefined when it holds none. */
export function inferDates(column: SampleColumn): InferredDates | undefined {
  if (!isMostly(column, mayBeDate)) return undefined;
  if (fits(column, 'iso', true)) return { settings: {}, doubts: [] };
  if (fits(column, 'iso', false)) return withZone(column, ['iso'], []);
  const found = [...knownForms].flatMap(([first, forms]) => {
    const form = findForm(column, forms);
    return form === undefined ? [] : [{ first, form }];
  });
  const [taken, ...others] = found;
  if (taken === undefined) return undefined;
  const name = JSON.stringify(column.name);
  const doubts: string[] = [];
  if (others.length > 0) {
    const orders = found.map(({ first }) => `the ${first}`).join(' or ');
    const left = others.map(({ form }) => form).join(' or ');
    doubts.push(
      `The dates in ${name} may have ${orders} first: ${taken.form} is taken, and not ${left} (dates.forms).`,
    );
  }
  if (!taken.form.includes('yyyy')) {
    doubts.push(
      `The years in ${name} have two digits; 69 to 99 are taken for 1969 to 1999, 00 to 68 for 2000 to 2068 (dates.forms).`,
    );
  }
  return withZone(column, withWholeNames(column, taken.form), doubts);
}

function findForm(column: SampleColumn, forms: readonly string[]): string | undefined {
  return forms.find((form) => fits(column, form, false));
}

/** The name of May is whole and short at once, so that a sample of May alone does not tell how other months are written. */
function withWholeNames(column: SampleColumn, form: string): string[] {
  const whole = form.replace(/(?<!M)MMM(?!M)/, 'MMMM');
  return whole !== form && fits(column, whole, false) ? [form, whole] : [form];
}

function withZone({ name }: SampleColumn, forms: string[], doubts: readonly string[]): InferredDates {
  const zone = 'UTC';
  const doubt = `The times in ${JSON.stringify(name)} have no offset; they are taken for ${zone} (dates.timeZone, for example "Europe/London").`;
  return { settings: { forms, timeZone: zone }, doubts: [...doubts, doubt] };
}

/** @param needsOffset whether the times must say their offset */
function fits(column: SampleColumn, form: string, needsOffset: boolean): boolean {
  const read = createDateFormReader(form);
  return isMostly(column, (cell) => {
    const parts = read(cell);
    return parts !== undefined && isInBounds(parts.localMs) && !(needsOffset && parts.offsetMs === undefined);
  });
}

/** Whether a cell can be a date at all; the shortest is 1/2/26. */
function mayBeDate(cell: string): boolean {
  return cell.length >= 6 && /^(\d+[^\d]|\d{8}$|[A-Z][a-z]{2,8} \d)/i.test(cell);
}
