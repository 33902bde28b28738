import { type CellProblem, show } from './cell-problem.ts';
import { createDateFormReader, type DateParts, daysSince1970, isInBounds } from './date-form.ts';
import { createLocalTimes } from './time-zone.ts';

/** How a file writes times. */
export interface DateSettings {
  /** `iso`, or forms such as `dd/MM/yyyy HH:mm`. */
  readonly forms: readonly string[];
  /** The zone of times without an offset. */
  readonly timeZone?: string | undefined;
  /** Which instant is meant by a time that clocks showed twice. */
  readonly twice: 'earlier' | 'later' | 'reject';
}

/** Reads times of issue. */
export interface DateReader {
  /** Milliseconds since 1970; NaN when the text is no such time. */
  read(text: string): number;
  /** Why `read` gave NaN. */
  explain(text: string): CellProblem;
}

/** A text read: an instant, or what is wrong with it. */
type Outcome = number | CellProblem;

/**
 * Makes a reader of times.
 *
 * A time that clocks skipped (they were put forward) is refused: nobody saw it. A text that two of the forms read as
 * different times is refused too.
 */
export function createDateReader({ forms, timeZone, twice }: DateSettings): DateReader {
  const readers = forms.map(createDateFormReader);
  const local = timeZone === undefined ? undefined : createLocalTimes(timeZone);
  const readsIso = forms.length === 1 && forms[0] === 'iso';
  let lastText = '';
  let lastMs = Number.NaN;

  function readAll(text: string): Outcome {
    const outcomes = readers
      .map((reader) => reader(text))
      .filter((parts) => parts !== undefined)
      .map((parts) => toInstant(parts, text));
    const instants = new Set(outcomes.filter((outcome) => typeof outcome === 'number'));
    if (instants.size > 1) {
      return {
        code: 'DATE_AMBIGUOUS',
        message: `${show(text)} fits several forms (${forms.join(', ')}) as different times`,
      };
    }
    const [instant] = instants;
    return instant ?? outcomes[0] ?? notADate(text);
  }

  function toInstant({ localMs, offsetMs }: DateParts, text: string): Outcome {
    if (!isInBounds(localMs)) {
      return { code: 'DATE_OUT_OF_RANGE', message: `${show(text)} must be in the years 1900 to 2999` };
    }
    if (offsetMs !== undefined) return localMs - offsetMs;
    if (local === undefined) {
      const message = `${show(text)} must say its offset, as in "2026-03-01T09:30:00Z", or the mapping its time zone ("dates")`;
      return { code: 'DATE_WITHOUT_OFFSET', message };
    }
    const [earlier, later] = local.toInstants(localMs);
    if (earlier === undefined) {
      const message = `${show(text)} was skipped in ${timeZone}: clocks were put forward over it`;
      return { code: 'DATE_SKIPPED', message };
    }
    if (later === undefined || twice === 'earlier') return earlier;
    if (twice === 'later') return later;
    const message = `${show(text)} was twice in ${timeZone}: clocks were put back over it`;
    return { code: 'DATE_AMBIGUOUS', message };
  }

  function notADate(text: string): CellProblem {
    const wanted = forms.map((form) => (form === 'iso' ? '"2026-03-01T09:30:00Z"' : form)).join(' or ');
    return { code: 'NOT_A_DATE', message: `${show(text)} must be a time that exists, written as ${wanted}` };
  }

  return {
    read: (text) => {
      // Neighbours often have the same time.
      if (text === lastText) return lastMs;
      let instant = readsIso ? readUtc(text) : Number.NaN;
      if (Number.isNaN(instant)) {
        const outcome = readAll(text);
        instant = typeof outcome === 'number' ? outcome : Number.NaN;
      }
      lastText = text;
      lastMs = instant;
      return instant;
    },
    explain: (text) => {
      const outcome = readAll(text);
      if (typeof outcome === 'number') throw new TypeError(`${text} is a time`);
      return outcome;
    },
  };
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
