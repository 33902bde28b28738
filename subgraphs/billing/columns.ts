import { sql } from '#platform/database/drizzle.ts';
import { type AnyPgColumn, bigint, date, pgSchema, timestamp } from '#platform/database/drizzle-tables.ts';

/** The bounded context's own schema; no other context reads or writes it. */
export const billing = pgSchema('billing');

/** Milliseconds, as precise as an instant in JavaScript, so that a cursor meets the very row it came from. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
export const day = (name: string) => date(name, { mode: 'string' });
export const minorUnits = (name: string) => bigint(name, { mode: 'bigint' });

/** Limits a text to so many code points; bytes are counted first, as that is faster and mostly enough. */
export const isAtMost = (column: AnyPgColumn, length: number) => {
  const bound = sql.raw(String(length));
  return sql`(octet_length(${column}) <= ${bound} or char_length(${column}) <= ${bound})`;
};
