import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './subgraphs/customer/tables.ts',
  out: './subgraphs/customer/migrations',
});
