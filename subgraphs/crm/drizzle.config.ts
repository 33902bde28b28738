import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['columns.ts', 'contact-tables.ts', 'people-tables.ts', 'request-tables.ts', 'tables.ts'].map(
    (file) => `./subgraphs/crm/${file}`,
  ),
  out: './subgraphs/crm/migrations',
  schemaFilter: ['crm'],
});
