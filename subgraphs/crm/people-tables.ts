import { boolean, index, text } from '#platform/database/drizzle-tables.ts';
import { crm, crmInstant } from './columns.ts';

/**
 * The people who have looked at requests, and what they might do then: those to whom a request can be assigned. A program that looks at them
 * is here, too, so that what it opened is found by it; it might do nothing.
 */
export const people = crm.table(
  'people',
  {
    /** Issuer and subject. */
    person: text().primaryKey(),
    /** The subject alone, by which the API names them. */
    subject: text().notNull(),
    managesAll: boolean('manages_all').notNull(),
    managesDisputes: boolean('manages_disputes').notNull(),
    seenAt: crmInstant('seen_at').notNull(),
  },
  (table) => [index('people_by_subject').on(table.subject), index('people_by_sight').on(table.seenAt)],
);
