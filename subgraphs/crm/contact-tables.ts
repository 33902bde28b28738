import { sql } from '#platform/database/drizzle.ts';
import { check, index, integer, primaryKey, text, uuid } from '#platform/database/drizzle-tables.ts';
import { crm, crmInstant, hasLength, isOneOf } from './columns.ts';
import { contactBounds, contactKinds } from './domain/contact-words.ts';
import { requests } from './request-tables.ts';

/** The columns that a correction may change, of an entry and of its versions. */
const correctable = () => ({
  kind: text({ enum: contactKinds }).notNull(),
  counterpart: text(),
  occurredAt: crmInstant('occurred_at').notNull(),
  minutes: integer().notNull(),
  summary: text().notNull(),
});

/** The journal of contacts with customers. Nothing of it is deleted; a trigger keeps what was struck out as it is. */
export const contacts = crm.table(
  'contacts',
  {
    id: uuid().primaryKey(),
    ...correctable(),
    customerId: uuid('customer_id').notNull(),
    requestId: uuid('request_id').references(() => requests.id),
    /** People by issuer and subject. */
    person: text().notNull(),
    author: text().notNull(),
    recordedAt: crmInstant('recorded_at').notNull(),
    struckAt: crmInstant('struck_at'),
    strikeReason: text('strike_reason'),
    version: integer().notNull().default(1),
  },
  (table) => [
    index('contacts_by_time').on(table.occurredAt, table.id),
    index('contacts_by_record').on(table.recordedAt, table.id),
    index('contacts_of_customer').on(table.customerId, table.occurredAt, table.id),
    index('contacts_of_request').on(table.requestId, table.id),
    index('contacts_of_person').on(table.person, table.occurredAt, table.id),
    index('contacts_by_trigram').using(
      'gin',
      table.summary.op('gin_trgm_ops'),
      table.counterpart.op('gin_trgm_ops'),
    ),
    check('contacts_kind_check', isOneOf(table.kind, contactKinds)),
    check('contacts_counterpart_check', hasLength(table.counterpart, contactBounds.counterpart)),
    check('contacts_summary_check', hasLength(table.summary, contactBounds.summary)),
    check('contacts_reason_check', hasLength(table.strikeReason, contactBounds.reason)),
    check(
      'contacts_minutes_check',
      sql`${table.minutes} between 0 and ${sql.raw(String(contactBounds.minutes))}`,
    ),
    check('contacts_struck_check', sql`num_nonnulls(${table.struckAt}, ${table.strikeReason}) in (0, 2)`),
    check('contacts_version_check', sql`${table.version} >= 1`),
  ],
);

/** Entries as they were before corrections; a trigger refuses every change. */
export const contactVersions = crm.table(
  'contact_versions',
  {
    contactId: uuid('contact_id')
      .notNull()
      .references(() => contacts.id),
    version: integer().notNull(),
    ...correctable(),
    correctedAt: crmInstant('corrected_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.contactId, table.version] })],
);
