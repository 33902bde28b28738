import { bigint, index, pgSchema, text } from '#platform/database/drizzle-tables.ts';

const gatewaySchema = pgSchema('gateway');

/** In the order in which the library of the counts writes them. */
const columns = () => ({
  key: text('key').primaryKey(),
  points: bigint('points', { mode: 'number' }).notNull(),
  /** In milliseconds since the epoch. */
  expire: bigint('expire', { mode: 'number' }).notNull(),
});

/** Points of windows of seconds to hours. Not logged, so that it costs little: a crash of the server empties it. */
export const limitWindows = gatewaySchema.table('limit_window', columns(), (table) => [
  index('limit_window_expire').on(table.expire),
]);

/** Points of days. */
export const limitDays = gatewaySchema.table('limit_day', columns(), (table) => [
  index('limit_day_expire').on(table.expire),
]);
