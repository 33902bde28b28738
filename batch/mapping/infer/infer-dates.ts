import { createDateFormReader, isInBounds } from '../cells/date-form.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { type DateOrder, knownForms, monthLanguages } from './date-forms.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** The form of the times of a column. */
export interface InferredDates {
  readonly settings: NonNullable<InvoiceMappingInput['dates']>;
  readonly doubts: readonly string[];
}

/** A form that most cells of a column have. */
interface FoundForm {
  readonly order: DateOrder;
  readonly form: string;
  readonly language: string;
  /** The cells that have it. */
  readonly count: number;
}

const zone = 'UTC';

/**
 * Finds the form of a column's times; undefined if it holds no times.
 *
 * @param isNamedSo true if the column's name says that it holds times of issue; only then numbers may be times
 */
export function inferDates(column: SampleColumn, isNamedSo: boolean): InferredDates | undefined {
  if (isNamedSo && isMostly(column, (cell) => /^\d+([.,]\d+)?$/.test(cell))) {
    const counted = inferCounted(column);
    if (counted !== undefined) return counted;
  }
  if (!isMostly(column, mayBeDate)) return undefined;
  if (fits(column, 'iso', { needsOffset: true })) return { settings: {}, doubts: [] };
  if (fits(column, 'iso')) return withZone(column, { forms: ['iso'] }, []);
  return inferWritten(column);
}

/** Serial days of Excel and seconds since 1970, of years in which files are made. */
function inferCounted({ name, spread }: SampleColumn): InferredDates | undefined {
  const column = JSON.stringify(name);
  const isAll = (form: string, first: number, last: number) => {
    const read = createDateFormReader(form);
    const isBetween = (cell: string) =>
      Number(cell.replace(',', '.')) >= first && Number(cell.replace(',', '.')) <= last;
    return spread.every((cell) => isBetween(cell) && read(cell) !== undefined);
  };
  if (isAll('excel-1900', 30_000, 60_000)) {
    const doubt = `The numbers in ${column} are taken for days of Excel's 1900 system, ${JSON.stringify(spread[0])} is ${toDay(spread[0])} (dates.forms; "excel-1904" is 1,462 days later).`;
    return { settings: { forms: ['excel-1900'], timeZone: zone }, doubts: [doubt] };
  }
  for (const [form, unit, scale] of [
    ['epoch-seconds', 'seconds', 1],
    ['epoch-milliseconds', 'milliseconds', 1_000],
  ] as const) {
    if (!isAll(form, 600_000_000 * scale, 4_000_000_000 * scale)) continue;
    const doubt = `The numbers in ${column} are taken for ${unit} since 1970 (dates.forms).`;
    return { settings: { forms: [form] }, doubts: [doubt] };
  }
  return undefined;
}

function toDay(serial = ''): string {
  const parts = createDateFormReader('excel-1900')(serial);
  return parts === undefined ? '' : new Date(parts.localMs).toISOString().slice(0, 10);
}

function inferWritten(column: SampleColumn): InferredDates | undefined {
  const found = findForms(column, 'en') ?? findInLanguages(column);
  if (found === undefined) return undefined;
  // Rows with a day above 12 show the right order: the one that reads more of them.
  const most = Math.max(...found.map(({ count }) => count));
  const [taken, ...equal] = found.filter(({ count }) => count === most);
  if (taken === undefined) return undefined;
  const name = JSON.stringify(column.name);
  const doubts: string[] = [];
  if (equal.length > 0) {
    const orders = [taken, ...equal].map(({ order }) => `the ${order}`).join(' or ');
    const left = equal.map(({ form }) => form).join(' or ');
    doubts.push(
      `The dates in ${name} may have ${orders} first: ${taken.form} is taken, and not ${left} (dates.forms).`,
    );
  }
  if (!taken.form.includes('yyyy')) {
    doubts.push(
      `The years in ${name} have two digits; 69 to 99 are taken for 1969 to 1999, 00 to 68 for 2000 to 2068 (dates.forms).`,
    );
  }
  const { language, form } = taken;
  const forms = withWholeNames(column, form, language);
  return withZone(column, { forms, ...(language === 'en' ? {} : { language }) }, doubts);
}

/** Finds for each order the first form that most cells have; undefined if no form fits. */
function findForms(column: SampleColumn, language: string): FoundForm[] | undefined {
  const found = [...knownForms].flatMap(([order, forms]): FoundForm[] => {
    const form = forms.find((one) => fits(column, one, { language }));
    return form === undefined
      ? []
      : [{ order, form, language, count: countFitting(column.filled, form, language) }];
  });
  return found.length === 0 ? undefined : found;
}

/** Finds the language of months. Other languages than English are tried only for cells with words. */
function findInLanguages(column: SampleColumn): FoundForm[] | undefined {
  if (!isMostly(column, (cell) => /\p{L}{3}/u.test(cell))) return undefined;
  for (const language of monthLanguages) {
    const found = findForms(column, language);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name of May is whole and short at once, so that a sample of May alone does not show the form of other months. */
function withWholeNames(column: SampleColumn, form: string, language: string): string[] {
  const whole = form.replace(/(?<!M)MMM(?!M)/, 'MMMM');
  return whole !== form && fits(column, whole, { language }) ? [form, whole] : [form];
}

function withZone(
  { name }: SampleColumn,
  settings: { readonly forms: string[]; readonly language?: string },
  doubts: readonly string[],
): InferredDates {
  const doubt = `The times in ${JSON.stringify(name)} have no offset; they are taken for ${zone} (dates.timeZone, for example "Europe/London").`;
  return { settings: { ...settings, timeZone: zone }, doubts: [...doubts, doubt] };
}

/** @param needsOffset true if the times must have an offset */
function fits(
  column: SampleColumn,
  form: string,
  { language = 'en', needsOffset = false }: { language?: string; needsOffset?: boolean } = {},
): boolean {
  const read = createDateFormReader(form, language);
  const isTime = (cell: string) => {
    const parts = read(cell);
    return parts !== undefined && isInBounds(parts.localMs) && !(needsOffset && parts.offsetMs === undefined);
  };
  // Most forms are refused by the first few cells.
  return column.spread.slice(0, 8).some(isTime) && isMostly(column, isTime);
}

function countFitting(cells: readonly string[], form: string, language: string): number {
  const read = createDateFormReader(form, language);
  return cells.filter((cell) => read(cell) !== undefined).length;
}

/** True if a cell can be a date at all; the shortest is 1/2/26. */
function mayBeDate(cell: string): boolean {
  return cell.length >= 6 && /^(\d+[^\d]|\d{8}$|\p{L}{3,9}\.? \d)/u.test(cell);
}
