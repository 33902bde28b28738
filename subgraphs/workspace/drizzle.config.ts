import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/workspace/tables.ts',
  out: './subgraphs/workspace/migrations',
});
