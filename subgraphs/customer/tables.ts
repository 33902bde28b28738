import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgSchema,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createIdempotencyTable } from '#platform/database/idempotency-table.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import { customerBounds } from './domain/bounds.ts';
import type { CustomerLanguage } from './generated/types.ts';

/** The database schema of this bounded context. */
export const customerSchema = pgSchema('customer');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const hasLength = (column: AnyPgColumn, max: number, min = 1) =>
  sql`char_length(${column}) between ${sql.raw(String(min))} and ${sql.raw(String(max))}`;

/** The constraints repeat the domain's rules, so that neither a bug nor a manual statement can break them. */
export const customers = customerSchema.table(
  'customers',
  {
    id: uuid().primaryKey(),
    displayName: text('display_name').notNull(),
    contactName: text('contact_name'),
    email: text(),
    phone: text(),
    addressLine1: text('address_line1'),
    addressLine2: text('address_line2'),
    addressPostalCode: text('address_postal_code'),
    addressCity: text('address_city'),
    addressCountryCode: text('address_country_code'),
    taxNumber: text('tax_number'),
    siren: text('siren'),
    siret: text('siret'),
    electronicAddressScheme: text('electronic_address_scheme'),
    electronicAddressId: text('electronic_address_id'),
    externalReference: text('external_reference'),
    language: text('language').$type<CustomerLanguage>(),
    courtesyMails: boolean('courtesy_mails').notNull().default(true),
    status: text({ enum: ['ACTIVE', 'ARCHIVED'] })
      .notNull()
      .default('ACTIVE'),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('customers_external_reference_key').on(table.externalReference),
    index('customers_display_name_idx').on(sql`${table.displayName} collate "und-x-icu"`, table.id),
    // For the function match_customers of the migrations.
    index('customers_folded_name_idx').on(sql`lower(${table.displayName})`),
    index('customers_created_at_idx').on(table.createdAt, table.id),
    index('customers_updated_at_idx').on(table.updatedAt, table.id),
    index('customers_country_code_idx').on(table.addressCountryCode),
    check('customers_display_name_check', hasLength(table.displayName, customerBounds.displayName)),
    check('customers_contact_name_check', hasLength(table.contactName, customerBounds.contactName)),
    check('customers_email_check', hasLength(table.email, customerBounds.email, 3)),
    check('customers_phone_check', sql`${table.phone} ~ '^\\+[1-9][0-9]{1,14}$'`),
    check('customers_address_line1_check', hasLength(table.addressLine1, customerBounds['address.line1'])),
    check('customers_address_line2_check', hasLength(table.addressLine2, customerBounds['address.line2'])),
    check(
      'customers_address_postal_code_check',
      hasLength(table.addressPostalCode, customerBounds['address.postalCode']),
    ),
    check('customers_address_city_check', hasLength(table.addressCity, customerBounds['address.city'])),
    check('customers_address_country_code_check', sql`${table.addressCountryCode} ~ '^[A-Z]{2}$'`),
    check(
      'customers_address_whole_check',
      sql`num_nulls(${table.addressLine1}, ${table.addressCity}, ${table.addressCountryCode}) in (0, 3)
        and (${table.addressLine1} is not null or num_nonnulls(${table.addressLine2}, ${table.addressPostalCode}) = 0)`,
    ),
    check('customers_tax_number_check', hasLength(table.taxNumber, customerBounds.taxNumber)),
    check('customers_siren_check', sql`${table.siren} ~ '^[0-9]{9}$'`),
    check(
      'customers_siret_check',
      sql`${table.siret} is null or coalesce(${table.siret} ~ '^[0-9]{14}$' and starts_with(${table.siret}, ${table.siren}), false)`,
    ),
    check(
      'customers_electronic_address_check',
      sql`num_nulls(${table.electronicAddressScheme}, ${table.electronicAddressId}) in (0, 2) and ${table.electronicAddressScheme} ~ '^[0-9A-Z]{2,4}$'`,
    ),
    check(
      'customers_electronic_address_id_check',
      hasLength(table.electronicAddressId, customerBounds['electronicAddress.id']),
    ),
    check(
      'customers_external_reference_check',
      hasLength(table.externalReference, customerBounds.externalReference),
    ),
    check('customers_language_check', sql`${table.language} in ('EN', 'FR')`),
    check('customers_status_check', sql`${table.status} in ('ACTIVE', 'ARCHIVED')`),
    check('customers_version_check', sql`${table.version} >= 1`),
  ],
);

export const idempotencyKeys = createIdempotencyTable(customerSchema);

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(customerSchema, 'audit_outbox');
