const formats = new Map<string, Intl.DateTimeFormat>();

/** Writes the time of day to the second, by the browser's clock and zone. */
export function formatTimeOfDay(atMs: number, locale: string): string {
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  formats.set(locale, format);
  return format.format(atMs);
}
