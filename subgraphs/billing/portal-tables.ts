import { sql } from '#platform/database/drizzle.ts';
import { check, index, integer, primaryKey, text, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, instant } from './columns.ts';

/**
 * The links by which customers read invoices. The address of a link follows from its row and a key that is not in the database. The
 * trigger `portal_links_guard` keeps the columns that the address follows from, and the time of a revocation.
 */
export const portalLinks = billing.table(
  'portal_links',
  {
    id: uuid('id').primaryKey(),
    /** Without a foreign key, which would cost removing imports a look-up for each row: what we issued is never removed. */
    invoiceId: uuid('invoice_id').notNull(),
    /** The subject of the caller, or the name of the process that made it. */
    createdBy: text('created_by').notNull(),
    /** The mail that alone has the link, as it goes to another address than the customer's. */
    mailId: uuid('mail_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
    firstReadAt: instant('first_read_at'),
    lastReadAt: instant('last_read_at'),
    readCount: integer('read_count').notNull().default(0),
    lastDownloadedAt: instant('last_downloaded_at'),
    downloadCount: integer('download_count').notNull().default(0),
  },
  (table) => [
    check('portal_links_ends_later', sql`${table.expiresAt} > ${table.createdAt}`),
    check(
      'portal_links_revoked_by_somebody',
      sql`(${table.revokedAt} is null) = (${table.revokedBy} is null)`,
    ),
    check(
      'portal_links_reads_have_times',
      sql`(${table.readCount} > 0) = (${table.firstReadAt} is not null and ${table.lastReadAt} is not null)`,
    ),
    check(
      'portal_links_downloads_have_times',
      sql`(${table.downloadCount} > 0) = (${table.lastDownloadedAt} is not null)`,
    ),
    index('portal_links_by_invoice').on(table.invoiceId, table.id),
  ],
);

/** The mails that were written with a link: one that goes to the customer shares it with others. */
export const portalLinkMails = billing.table(
  'portal_link_mails',
  {
    linkId: uuid('link_id')
      .notNull()
      .references(() => portalLinks.id),
    /** Without a foreign key, so that writing it waits for nobody who holds the mail. */
    mailId: uuid('mail_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.linkId, table.mailId] })],
);

export type PortalLinkRow = typeof portalLinks.$inferSelect;
