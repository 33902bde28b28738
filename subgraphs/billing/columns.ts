import { bigint, date, pgSchema, timestamp } from '#platform/database/drizzle-tables.ts';

/** The bounded context's own schema; no other context reads or writes it. */
export const billing = pgSchema('billing');

/** Milliseconds, as precise as an instant in JavaScript, so that a cursor meets the very row it came from. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
export const day = (name: string) => date(name, { mode: 'string' });
export const minorUnits = (name: string) => bigint(name, { mode: 'bigint' });
