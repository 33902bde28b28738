const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** Every month has as many days. */
const leastDays = 28;

/** Milliseconds since 1970 of an RFC 3339 instant, or undefined when the text has another form or names no such time. */
export function parseInstant(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  // Date.parse takes 30 February for 2 March.
  const day = Number(text.slice(8, 10));
  if (day > leastDays && day > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
