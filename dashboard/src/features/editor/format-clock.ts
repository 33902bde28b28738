/** Writes the time of day by the browser's clock. */
export function formatClock(instantMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(instantMs);
}
