/** Tells the present instant; tests set it. */
export type Clock = () => Date;

/** The day in UTC at an instant, as ISO 8601 writes it (`2026-03-01`). */
export function toDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
