import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './gateway/session/tables.ts',
    './gateway/limits/stores/limit-tables.ts',
    './gateway/database/audit-table.ts',
  ],
  out: './gateway/database/migrations',
});
