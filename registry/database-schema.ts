import { sql } from '#platform/database/drizzle.ts';
import { type AnyPgColumn, pgSchema, timestamp } from '#platform/database/drizzle-tables.ts';

/** The database schema of the registry; each folder defines its own tables in it. */
export const registry = pgSchema('registry');

/** A column of an instant, exact to the millisecond. */
export const registryInstant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The condition that a text is neither empty nor longer than so many characters. */
export const hasRegistryLength = (column: AnyPgColumn, max: number, min = 1) =>
  sql`char_length(${column}) between ${sql.raw(String(min))} and ${sql.raw(String(max))}`;
