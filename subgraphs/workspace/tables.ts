import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';
import { createMailTable } from '#platform/mail/mail-table.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import { maxMappingBytes, workspaceBounds } from './domain/bounds.ts';
import type { NoticeDetails } from './domain/notice.ts';
import type { Density, NoticeKind, Theme, ViewList } from './generated/types.ts';

/** The database schema of this bounded context. */
export const workspace = pgSchema('workspace');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const hasLength = (column: AnyPgColumn, max: number, min = 1) =>
  sql`char_length(${column}) between ${sql.raw(String(min))} and ${sql.raw(String(max))}`;

/** Views of lists that people keep. `owner` is issuer and subject (`#platform/tokens/subject-key.ts`), as in all tables. */
export const savedViews = workspace.table(
  'saved_views',
  {
    id: uuid().primaryKey(),
    owner: text().notNull(),
    list: text().$type<ViewList>().notNull(),
    name: text().notNull(),
    /** A query string without `?`. */
    state: text().notNull(),
    isDefault: boolean('is_default').notNull(),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('saved_views_name_key').on(table.owner, table.list, table.name),
    uniqueIndex('saved_views_default_key').on(table.owner, table.list).where(sql`${table.isDefault}`),
    check('saved_views_name_check', hasLength(table.name, workspaceBounds.name)),
    check('saved_views_state_check', hasLength(table.state, workspaceBounds.state, 0)),
    check(
      'saved_views_list_check',
      sql`${table.list} in ('INVOICES', 'CUSTOMERS', 'PRODUCTS', 'IMPORTS', 'APPROVALS')`,
    ),
    check('saved_views_version_check', sql`${table.version} >= 1`),
  ],
);

/** Mappings of files that people keep. What they mean is known to the batch worker. */
export const savedMappings = workspace.table(
  'saved_mappings',
  {
    id: uuid().primaryKey(),
    owner: text().notNull(),
    name: text().notNull(),
    json: text().notNull(),
    version: integer().notNull().default(1),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('saved_mappings_name_key').on(table.owner, table.name),
    check('saved_mappings_name_check', hasLength(table.name, workspaceBounds.name)),
    check(
      'saved_mappings_json_check',
      sql`octet_length(${table.json}) <= ${sql.raw(String(maxMappingBytes))}`,
    ),
    check('saved_mappings_version_check', sql`${table.version} >= 1`),
  ],
);

/** A person's choices for the page; null where nothing is chosen. */
export const preferences = workspace.table(
  'preferences',
  {
    owner: text().primaryKey(),
    language: text(),
    theme: text().$type<Theme>(),
    density: text().$type<Density>(),
    defaultPage: text('default_page'),
    mailApprovals: boolean('mail_approvals'),
    mailAlerts: boolean('mail_alerts'),
    mailImports: boolean('mail_imports'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('preferences_language_check', hasLength(table.language, workspaceBounds.language)),
    check('preferences_theme_check', sql`${table.theme} in ('SYSTEM', 'LIGHT', 'DARK')`),
    check('preferences_density_check', sql`${table.density} in ('COMFORTABLE', 'COMPACT')`),
    check('preferences_default_page_check', hasLength(table.defaultPage, workspaceBounds.defaultPage)),
  ],
);

/**
 * Events that concern a role or a person. Positions follow the order of commits, as whoever adds one holds a lock to
 * the end of the transaction.
 */
export const notices = workspace.table(
  'notices',
  {
    id: uuid().primaryKey(),
    position: bigint({ mode: 'bigint' }).notNull().generatedAlwaysAsIdentity().unique('notices_position_key'),
    kind: text().$type<NoticeKind>().notNull(),
    /** The role that it is for, or the person. */
    role: text(),
    recipient: text(),
    /** The person who did it, and needs no notice of it. */
    actor: text(),
    subject: text().notNull(),
    details: jsonb().$type<NoticeDetails>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    storedAt: instant('stored_at').notNull().defaultNow(),
    /** `source` and `id` of the event that it was made from; null for what was found here. */
    eventSource: text('event_source'),
    eventId: text('event_id'),
  },
  (table) => [
    unique('notices_event_key').on(table.eventSource, table.eventId),
    index('notices_by_role').on(table.role, table.position),
    index('notices_by_recipient').on(table.recipient, table.position),
    index('notices_by_age').on(table.storedAt),
    check('notices_addressed_check', sql`num_nonnulls(${table.role}, ${table.recipient}) = 1`),
  ],
);

/** The notices that people have read one by one. */
export const noticeReads = workspace.table(
  'notice_reads',
  {
    owner: text().notNull(),
    noticeId: uuid('notice_id')
      .notNull()
      .references(() => notices.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.noticeId] }),
    index('notice_reads_of_notice').on(table.noticeId),
  ],
);

/** The people who have looked at notices. */
export const people = workspace.table('people', {
  owner: text().primaryKey(),
  /** Notices for a role up to this position came before the person first looked; they count as read. */
  joinedAt: bigint('joined_at', { mode: 'bigint' }).notNull(),
  /** All notices up to this position are read. */
  readThrough: bigint('read_through', { mode: 'bigint' }).notNull().default(sql`0`),
});

/** The roles with which a person was seen last, by the client of the token: a client may have a part of a person's roles. */
export const seenRights = workspace.table(
  'seen_rights',
  {
    owner: text().notNull(),
    client: text().notNull(),
    roles: text().array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.client] })],
);

/** The verified addresses and the roles of people, as their tokens had them last; forgotten some time after the person was last seen. */
export const mailAddresses = workspace.table(
  'mail_addresses',
  {
    owner: text().primaryKey(),
    address: text().notNull(),
    /** Of the same token, whichever client it was for. */
    roles: text().array().notNull().default(sql`'{}'`),
    seenAt: instant('seen_at').notNull().defaultNow(),
  },
  (table) => [
    index('mail_addresses_by_age').on(table.seenAt),
    check('mail_addresses_address_check', hasLength(table.address, 254)),
  ],
);

/** The position up to which mails were queued of notices; one row. */
export const noticeMailing = workspace.table(
  'notice_mailing',
  {
    isOnlyRow: boolean('is_only_row').primaryKey().default(true),
    mailedThrough: bigint('mailed_through', { mode: 'bigint' }).notNull(),
  },
  (table) => [check('notice_mailing_one_row', sql`${table.isOnlyRow}`)],
);

/** Mails to staff. */
export const mails = createMailTable(workspace, 'mails');

/** The position up to which notices were deleted because of their age; one row. */
export const noticeRetention = workspace.table(
  'notice_retention',
  {
    isOnlyRow: boolean('is_only_row').primaryKey().default(true),
    deletedThrough: bigint('deleted_through', { mode: 'bigint' }).notNull(),
  },
  (table) => [check('notice_retention_one_row', sql`${table.isOnlyRow}`)],
);

/** The place in the log up to which each partition is read; written with the notices. */
export const readerOffset = createReaderOffsetTable(workspace);

/** Records of the log that cannot be read, and why. */
export const deadLetters = createDeadLetterTable(workspace);

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(workspace, 'audit_outbox');
