import { defineConfig } from 'drizzle-kit';

/** For `drizzle-kit generate`, which writes a migration for what changed in the tables. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./streams/statistics/tables.ts', './streams/statistics/figures/*/tables.ts'],
  out: './streams/statistics/migrations',
  schemaFilter: ['statistics'],
});
