import { defineConfig } from 'drizzle-kit';

/** For `drizzle-kit generate`, which writes a migration for what changed in the tables. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './batch/jobs/tables.ts',
  out: './batch/jobs/migrations',
  schemaFilter: ['batch'],
});
