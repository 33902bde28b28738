import { defineConfig } from 'drizzle-kit';

/** For `drizzle-kit generate`, which writes a migration for the changes of the tables. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./batch/jobs/tables.ts', './batch/uploads/tables.ts', './batch/queue/tables.ts'],
  out: './batch/jobs/migrations',
  schemaFilter: ['batch'],
});
