import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './platform/mail/testing/mail-test-tables.ts',
  out: './platform/mail/testing/migrations',
});
