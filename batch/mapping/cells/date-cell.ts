import { formatEpochDay, startOfDay, toEpochDay } from '#schema/calendar/day.ts';
import { type CellProblem, show } from './cell-problem.ts';
import { createDateFormReader, daysSince1970, isInBounds } from './date-form.ts';
import type { DateParts } from './date-parts.ts';
import { toInstants } from './time-zone.ts';

/** The form of times in a file. */
export interface DateSettings {
  /** Names such as `iso`, or forms such as `dd/MM/yyyy HH:mm`. */
  readonly forms: readonly string[];
  /** The language of months' names, a BCP 47 tag; English if absent. */
  readonly language?: string | undefined;
  /** The zone of times without an offset. */
  readonly timeZone?: string | undefined;
  /** The instant meant by a time that clocks showed twice. */
  readonly twice: 'earlier' | 'later' | 'reject';
}

/** The time of issue of an invoice. */
export interface IssueTime {
  /** Milliseconds since 1970. */
  readonly instantMs: number;
  /** The day on the invoice, in days since 1970: the one that the text names, or the seller's day of an instant. */
  readonly day: number;
  /** True if the text names a time; if it names only a day, the instant is the first of that day. */
  readonly hasTime: boolean;
}

/** Reads times of issue. */
export interface DateReader {
  /** Returns the time; undefined if the text is not a time of the form. */
  read(text: string): IssueTime | undefined;
  /** Says why `read` returned undefined. */
  explain(text: string): CellProblem;
}

/** The result of reading a text: a time or a problem. */
type TimeOrProblem = IssueTime | CellProblem;

/**
 * Creates a reader of times.
 *
 * A day in a file stays that day, whatever the zones; its instant is the first one of the day. A time that clocks skipped
 * (they were put forward) is refused: nobody saw it. A text that two of the forms read as different times is refused too.
 *
 * @param sellerZone the IANA time zone that decides the day of times with an offset
 */
export function createDateReader(settings: DateSettings, sellerZone: string): DateReader {
  const { forms, language, timeZone, twice } = settings;
  const readers = forms.map((form) => createDateFormReader(form, language));
  const readsIso = forms.length === 1 && forms[0] === 'iso';
  let lastText = '';
  let last: IssueTime | undefined;

  function readAll(text: string): TimeOrProblem {
    const outcomes = readers
      .map((reader) => reader(text))
      .filter((parts) => parts !== undefined)
      .map((parts) => toTime(parts, text));
    const times = outcomes.filter(isTime);
    const [time] = times;
    if (time === undefined) return outcomes[0] ?? notADate(text);
    if (times.every(({ instantMs, day }) => instantMs === time.instantMs && day === time.day)) return time;
    return {
      code: 'DATE_AMBIGUOUS',
      message: `${show(text)} fits several forms (${forms.join(', ')}) as different times`,
    };
  }

  function toTime({ localMs, offsetMs, hasTime }: DateParts, text: string): TimeOrProblem {
    if (!isInBounds(localMs)) {
      return { code: 'DATE_OUT_OF_RANGE', message: `${show(text)} must be in the years 1900 to 2999` };
    }
    if (offsetMs !== undefined) return ofInstant(localMs - offsetMs);
    if (timeZone === undefined) {
      const message = `${show(text)} must say its offset, as in "2026-03-01T09:30:00Z", or the mapping its time zone ("dates")`;
      return { code: 'DATE_WITHOUT_OFFSET', message };
    }
    const day = Math.floor(localMs / dayMs);
    const instantMs = hasTime ? toInstant(localMs, timeZone) : toStart(day, timeZone);
    if (instantMs === 'skipped') {
      const message = `${show(text)} was skipped in ${timeZone}: clocks were put forward over it`;
      return { code: 'DATE_SKIPPED', message };
    }
    if (instantMs === 'twice') {
      const message = `${show(text)} occurred twice in ${timeZone}: clocks were put back over it`;
      return { code: 'DATE_AMBIGUOUS', message };
    }
    return { instantMs, day, hasTime };
  }

  function toInstant(localMs: number, zone: string): number | 'skipped' | 'twice' {
    const [earlier, later] = toInstants(localMs, zone);
    if (earlier === undefined) return 'skipped';
    if (later === undefined || twice === 'earlier') return earlier;
    return twice === 'later' ? later : 'twice';
  }

  function ofInstant(instantMs: number): IssueTime {
    return { instantMs, day: toEpochDay(instantMs, sellerZone), hasTime: true };
  }

  function notADate(text: string): CellProblem {
    const wanted = forms.map((form) => examples[form] ?? form).join(' or ');
    return { code: 'NOT_A_DATE', message: `${show(text)} must be a time that exists, written as ${wanted}` };
  }

  function readOne(text: string): IssueTime | undefined {
    const instantMs = readsIso ? readUtc(text) : Number.NaN;
    if (!Number.isNaN(instantMs)) return ofInstant(instantMs);
    const result = readAll(text);
    return isTime(result) ? result : undefined;
  }

  return {
    read: (text) => {
      // Neighbours often have the same time.
      if (text === lastText) return last;
      last = readOne(text);
      lastText = text;
      return last;
    },
    explain: (text) => {
      const result = readAll(text);
      if (isTime(result)) throw new TypeError(`${text} is a time`);
      return result;
    },
  };
}

/** Descriptions of the named forms for messages. */
const examples: Readonly<Record<string, string>> = {
  iso: '"2026-03-01T09:30:00Z"',
  'excel-1900': 'a serial of Excel such as "46082"',
  'excel-1904': 'a serial of Excel (1904) such as "44620"',
  'epoch-seconds': 'seconds since 1970 such as "1772357400"',
  'epoch-milliseconds': 'milliseconds since 1970 such as "1772357400000"',
};

function isTime(result: TimeOrProblem): result is IssueTime {
  return 'instantMs' in result;
}

/** Finds the first instant of a day: midnight, or the first one after it if clocks were put forward over midnight. */
function toStart(day: number, zone: string): number | 'skipped' {
  const [midnight] = toInstants(day * dayMs, zone);
  return midnight ?? startOfDay(formatEpochDay(day), zone)?.getTime() ?? 'skipped';
}

const dayMs = 86_400_000;

/** The form of JavaScript's toISOString, `2026-03-01T09:30:00.000Z`, without a regular expression; NaN for all others. */
function readUtc(text: string): number {
  if (
    text.length !== 24 ||
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58 ||
    text.charCodeAt(19) !== 46 ||
    text.charCodeAt(23) !== 90
  ) {
    return Number.NaN;
  }
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const days = daysSince1970(year, twoDigits(text, 5), twoDigits(text, 8));
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const millisecond = twoDigits(text, 20) * 10 + digit(text, 22);
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  const instant = days * dayMs + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond;
  return isInBounds(instant) ? instant : Number.NaN;
}

function twoDigits(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}

function digit(text: string, index: number): number {
  const value = text.charCodeAt(index) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
