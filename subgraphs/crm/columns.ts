import { type SQL, sql } from '#platform/database/drizzle.ts';
import { type AnyPgColumn, pgSchema, timestamp } from '#platform/database/drizzle-tables.ts';

/** The database schema of this bounded context. */
export const crm = pgSchema('crm');

/** Milliseconds, as precise as an instant in JavaScript. */
export const crmInstant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Limits a text to so many code points, at least one. */
export const hasLength = (column: AnyPgColumn, max: number): SQL =>
  sql`char_length(${column}) between 1 and ${sql.raw(String(max))}`;

/** The condition that a column has one of these words. */
export const isOneOf = (column: AnyPgColumn, words: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;
