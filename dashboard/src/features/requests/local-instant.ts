/** The instant of a local time as the browser's field gives it, such as `2026-03-01T09:30`; null if it is empty. */
export function parseLocalTime(local: string): string | null {
  const instant = new Date(local);
  return local === '' || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** The local time of an instant for the browser's field; empty without one. */
export function toLocalTime(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
