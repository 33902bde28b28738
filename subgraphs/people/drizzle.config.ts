import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/people/tables.ts',
  out: './subgraphs/people/migrations',
});
