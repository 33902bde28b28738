import { bounds } from '../bounds.ts';
import { countedForms } from './counted-time.ts';
import type { DateFormReader, DateParts } from './date-parts.ts';
import { createMonthReader, type MonthReader } from './month-names.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

const offsetTokens = ['XXX', 'XX', 'X']; // TR35: hours and minutes, with a colon or without, or hours; Z for UTC

/** The patterns of a form's tokens; of tokens with the same letter the longest is first. */
const patterns: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<yearOfCentury>\\d\\d)',
  MMMM: '(?<longMonth>[^\\d\\s.,/-]+\\.?)',
  MMM: '(?<shortMonth>[^\\d\\s.,/-]+\\.?)',
  MM: '(?<month>\\d\\d)',
  M: '(?<month>\\d\\d?)',
  dd: '(?<day>\\d\\d)',
  d: '(?<day>\\d\\d?)',
  HH: '(?<hour>\\d\\d)',
  H: '(?<hour>\\d\\d?)',
  hh: '(?<halfDayHour>\\d\\d)',
  h: '(?<halfDayHour>\\d\\d?)',
  mm: '(?<minute>\\d\\d)',
  ss: '(?<second>\\d\\d)',
  SSS: '(?<millisecond>\\d{3})',
  a: '(?<half>[AaPp])\\.?[Mm]\\.?',
  XXX: '(?<offset>Z|[+-]\\d\\d:\\d\\d)', // TR35: an offset with a colon
  XX: '(?<offset>Z|[+-]\\d\\d\\d\\d)',
  X: '(?<offset>Z|[+-]\\d\\d(?:\\d\\d)?)',
};

/** The tokens of a form, for people: letters as in Unicode's TR35. */
export const dateTokens = Object.keys(patterns).join(' ');
const token = new RegExp(`${Object.keys(patterns).join('|')}|'[^']+'|[^A-Za-z0-9']|T`, 'y');

/** RFC 3339, also with the offset in ISO 8601's basic form; offset and time may be absent if a zone is given. */
const isoPattern =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<millisecond>\d{1,9}))?)?(?<offset>Z|[+-]\d\d:?\d\d)?)?$/;

/** The forms that are not made of tokens: `iso`, and times that are one number. */
export const namedForms: readonly string[] = ['iso', ...Object.keys(countedForms)];

/** True if texts of a form state their offset from UTC; those of `iso` may. */
export function hasOffset(form: string): boolean {
  if (namedForms.includes(form)) return !form.startsWith('excel');
  return toTokens(form)?.some((one) => offsetTokens.includes(one)) === true;
}

/** True if a text is a form of dates: a named one, or tokens with year, month and day, each once. */
export function isDateForm(form: string): boolean {
  if (namedForms.includes(form)) return true;
  const tokens = toTokens(form);
  if (tokens === undefined) return false;
  const kinds = tokens.filter((one) => one in patterns).map((one) => (one === 'a' ? 'a' : one.charAt(0)));
  const has = (kind: string) => kinds.includes(kind);
  if (new Set(kinds).size !== kinds.length) return false;
  if (has('h') !== has('a') || (has('h') && has('H'))) return false;
  const isTimeWhole =
    (!has('m') || has('H') || has('h')) && (!has('s') || has('m')) && (!has('S') || has('s'));
  return has('y') && has('M') && has('d') && isTimeWhole;
}

/**
 * Creates a reader for a form.
 *
 * @param language the language of months' names, a BCP 47 tag
 * @throws {TypeError} if it is not a form, which is a bug of the caller: mappings are checked
 */
export function createDateFormReader(form: string, language = 'en'): DateFormReader {
  const counted = countedForms[form];
  if (counted !== undefined) return counted;
  const pattern = form === 'iso' ? isoPattern : toPattern(form);
  const readMonth = toMonthReader(form, language);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    return groups === undefined ? undefined : toParts(groups, readMonth);
  };
}

function toMonthReader(form: string, language: string): MonthReader {
  if (!form.includes('MMM')) return () => undefined;
  return createMonthReader(language, form.includes('MMMM') ? 'long' : 'short');
}

function toTokens(form: string): string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < form.length) {
    const match = token.exec(form);
    if (match === null) return undefined;
    tokens.push(match[0]);
  }
  return tokens;
}

function toPattern(form: string): RegExp {
  const tokens = isDateForm(form) ? toTokens(form) : undefined;
  if (tokens === undefined) throw new TypeError(`${form} is not a form of dates`);
  return new RegExp(`^${tokens.map((one) => patterns[one] ?? toLiteral(one)).join('')}$`);
}

/** One character, or a text in single quotes. */
function toLiteral(token: string): string {
  const text = token.length > 1 ? token.slice(1, -1) : token;
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function toParts(
  groups: Readonly<Record<string, string | undefined>>,
  readMonth: MonthReader,
): DateParts | undefined {
  const number = (name: string) => Number(groups[name] ?? 0);
  const hour = toHour(groups);
  const offsetMs = toOffset(groups['offset']);
  const [year, month, day] = [toYear(groups), toMonth(groups, readMonth), number('day')];
  const [minute, second] = [number('minute'), number('second')];
  if (hour === undefined || Number.isNaN(offsetMs) || minute > 59 || second > 59) return undefined;
  const days = daysSince1970(year, month, day);
  if (Number.isNaN(days)) return undefined;
  const millisecond = Number((groups['millisecond'] ?? '').slice(0, 3).padEnd(3, '0'));
  return {
    localMs: days * dayMs + (hour * 60 + minute) * minuteMs + second * 1_000 + millisecond,
    offsetMs,
    hasTime: (groups['hour'] ?? groups['halfDayHour']) !== undefined,
  };
}

/** Two digits are a year from 1969 to 2068, as strptime has it (POSIX, %y). */
function toYear({ year, yearOfCentury }: Readonly<Record<string, string | undefined>>): number {
  if (yearOfCentury === undefined) return Number(year);
  return Number(yearOfCentury) + (Number(yearOfCentury) < 69 ? 2_000 : 1_900);
}

/** Returns the month; NaN for a name that is not one of a month. */
function toMonth(
  { month, shortMonth, longMonth }: Readonly<Record<string, string | undefined>>,
  readMonth: MonthReader,
): number {
  const name = shortMonth ?? longMonth;
  return name === undefined ? Number(month) : (readMonth(name) ?? Number.NaN);
}

function toHour({
  hour,
  halfDayHour,
  half,
}: Readonly<Record<string, string | undefined>>): number | undefined {
  if (halfDayHour === undefined) return Number(hour ?? 0) <= 23 ? Number(hour ?? 0) : undefined;
  const shown = Number(halfDayHour);
  if (shown < 1 || shown > 12) return undefined;
  return (shown % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
}

/** Returns the offset; NaN if no such offset exists. */
function toOffset(offset: string | undefined): number | undefined {
  if (offset === undefined || offset === 'Z') return offset === undefined ? undefined : 0;
  const digits = offset.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return Number.NaN;
  const offsetMs = (hours * 60 + minutes) * minuteMs;
  return offset.startsWith('-') ? -offsetMs : offsetMs;
}

/** Counts the days from 1970 to a day of the Gregorian calendar; NaN if the day does not exist. */
export function daysSince1970(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12) || day < 1 || (day > 28 && day > daysIn(year, month))) return Number.NaN;
  // Counted in years that begin in March, so that the leap day is the last of its year.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - 719_468;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** True if a local time lies in the years in which invoices are issued. */
export function isInBounds(localMs: number): boolean {
  return localMs >= firstMs && localMs < endMs;
}

const firstMs = Date.UTC(bounds.earliestYear, 0);
const endMs = Date.UTC(bounds.latestYear + 1, 0);
