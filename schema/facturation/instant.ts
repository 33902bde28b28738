/** `Date.parse` takes hour 24 for the next day's 0, which RFC 3339 does not. */
const form = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** Every month has as many days. */
const leastDays = 28;

/**
 * Milliseconds since 1970 of an RFC 3339 instant, or undefined when the text has another form or names no such time. A leap
 * second is none here.
 */
export function parseInstant(text: string): number | undefined {
  return parseUtc(text) ?? parseAny(text);
}

/** The day that came last: most instants of a log are of one day. */
let latestDay: { readonly text: string; readonly startMs: number | undefined } = {
  text: '',
  startMs: undefined,
};

/** Reads the form that `Date.toISOString` writes, in a fifth of the time; undefined for any other, right or wrong. */
function parseUtc(text: string): number | undefined {
  if (text.length !== 24 || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
  if (text[19] !== '.' || text[23] !== 'Z') return undefined;
  const hours = digitsAt(text, 11, 2);
  const minutes = digitsAt(text, 14, 2);
  const seconds = digitsAt(text, 17, 2);
  const milliseconds = digitsAt(text, 20, 3);
  // Of no number every comparison is false.
  if (!(hours < 24 && minutes < 60 && seconds < 60 && milliseconds < 1000)) return undefined;
  if (!text.startsWith(latestDay.text) || latestDay.text === '') {
    const day = text.slice(0, 10);
    latestDay = { text: day, startMs: parseAny(`${day}T00:00:00Z`) };
  }
  if (latestDay.startMs === undefined) return undefined;
  return latestDay.startMs + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** So many digits as a number, or NaN. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function parseAny(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  // Date.parse takes 30 February for 2 March.
  const day = Number(text.slice(8, 10));
  if (day > leastDays && day > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The calendar is the same after 400 years; `Date.UTC` takes the years before 100 for some of the 20th century. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}
