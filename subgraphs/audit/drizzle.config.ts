import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/audit/tables.ts',
  out: './subgraphs/audit/migrations',
});
