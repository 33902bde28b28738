import { sql } from '#platform/database/drizzle.ts';
import {
  check,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  timestamp,
} from '#platform/database/drizzle-tables.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { billing } from './columns.ts';
import type { InvoiceKind } from './domain/invoice-origin.ts';

/**
 * The seller's data as documents were issued with them, each version once. Append-only by the trigger `sellers_guard`:
 * documents name their row.
 */
export const sellers = billing.table(
  'sellers',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    details: jsonb('details').$type<SellerDetails>().notNull(),
    /** Of the canonical JSON text, SHA-256, so that equal data are one row. */
    hash: text('hash').notNull().unique('sellers_hash_unique'),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [check('sellers_details_object', sql`jsonb_typeof(${table.details}) = 'object'`)],
);

/**
 * The forms that numbers have had, which imports compare theirs with. A prefix belongs to one kind of document for ever, so
 * that no two documents can have one number, whatever is configured later.
 */
export const numberFormats = billing.table(
  'number_formats',
  {
    kind: text('kind').$type<InvoiceKind>().notNull(),
    prefix: text('prefix').notNull(),
    separator: text('separator').notNull(),
    minDigits: smallint('min_digits').notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.prefix, table.separator, table.minDigits] }),
    check('number_formats_kind_known', sql`${table.kind} in ('INVOICE', 'CREDIT_NOTE')`),
    check(
      'number_formats_have_no_digits',
      sql`${table.prefix} ~ '^[^0-9]{0,20}$' and ${table.separator} ~ '^[^0-9]{1,3}$' and ${table.minDigits} between 1 and 9`,
    ),
  ],
);
