import { index, jsonb, type PgSchema, text, timestamp } from '#platform/database/drizzle-tables.ts';

/**
 * The table of the addresses of a context's files, each for one person; of the secret part of an address only a hash is stored.
 * The type of `request` says which file an address stands for.
 */
export function createDownloadAddressTable<Request>(schema: PgSchema, name = 'export_addresses') {
  return schema.table(
    name,
    {
      tokenSha256: text('token_sha256').primaryKey(),
      /** Issuer and subject of the only caller who may use it (`#platform/tokens/subject-key.ts`). */
      subject: text('subject').notNull(),
      request: jsonb('request').$type<Request>().notNull(),
      expiresAt: timestamp('expires_at', { withTimezone: true, precision: 3 }).notNull(),
    },
    (table) => [index(`${name}_by_expiry`).on(table.expiresAt)],
  );
}

/** The table of one context. */
export type DownloadAddressTable<Request> = ReturnType<typeof createDownloadAddressTable<Request>>;
