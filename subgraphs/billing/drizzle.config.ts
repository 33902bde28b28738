import { defineConfig } from 'drizzle-kit';

/** For `drizzle-kit generate`, which writes a migration for the changes of the tables. */
export default defineConfig({
  dialect: 'postgresql',
  schema: [
    'approval-tables.ts',
    'columns.ts',
    'document-tables.ts',
    'export-tables.ts',
    'import-tables.ts',
    'key-tables.ts',
    'lifecycle-tables.ts',
    'line-tables.ts',
    'mail-tables.ts',
    'outbox-tables.ts',
    'overdue-tables.ts',
    'payment-tables.ts',
    'portal-tables.ts',
    'product-tables.ts',
    'search-tables.ts',
    'seller-tables.ts',
    'series-tables.ts',
    'stock-tables.ts',
    'tables.ts',
    'totals-tables.ts',
  ].map((file) => `./subgraphs/billing/${file}`),
  out: './subgraphs/billing/migrations',
  schemaFilter: ['billing'],
});
