import { index, jsonb, text } from '#platform/database/drizzle-tables.ts';
import { billing, instant } from './columns.ts';
import type { ExportRequest } from './export/export-request.ts';

/** The addresses of files of invoices, each for one person; of its secret part only a hash is stored. */
export const exportAddresses = billing.table(
  'export_addresses',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    /** Issuer and subject of the only caller who may use it (`#platform/tokens/subject-key.ts`). */
    subject: text('subject').notNull(),
    request: jsonb('request').$type<ExportRequest>().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('export_addresses_by_expiry').on(table.expiresAt)],
);
