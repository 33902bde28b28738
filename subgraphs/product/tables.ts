import { isTaxTreatment } from '#kernel/tax-columns.ts';
import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  check,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createIdempotencyTable } from '#platform/database/idempotency-table.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import type { ExemptCategory } from '#schema/tax-category.ts';
import { maxTaxRateMilli } from '#schema/tax-rate.ts';
import { maxUnitPriceMicro } from '#schema/unit-price.ts';
import { maxNoteLength, maxReferenceLength, maxStockE4, productBounds } from './domain/bounds.ts';

/** The database schema of this bounded context. */
export const productSchema = pgSchema('product');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const hasLength = (column: AnyPgColumn, max: number) =>
  sql`char_length(${column}) between 1 and ${sql.raw(String(max))}`;
const isUpTo = (column: AnyPgColumn, max: number | bigint) =>
  sql`${column} between 0 and ${sql.raw(String(max))}`;

/** The constraints repeat the domain's rules, so that neither a bug nor a manual statement can break them. */
export const products = productSchema.table(
  'products',
  {
    id: uuid().primaryKey(),
    sku: text().notNull(),
    name: text().notNull(),
    description: text(),
    unit: text().notNull(),
    /** Millionths of the currency's smallest unit. */
    unitPriceMicro: bigint('unit_price_micro', { mode: 'bigint' }).notNull(),
    currency: char({ length: 3 }).notNull(),
    /** Thousandths of a percent. */
    taxRateMilli: integer('tax_rate_milli').notNull(),
    /** Null for the standard and the zero rate, which the rate tells apart. */
    taxCategory: text('tax_category').$type<ExemptCategory>(),
    taxExemptionReason: text('tax_exemption_reason'),
    /** Ten-thousandths of a unit; the stock after the journal's last movement. */
    stockE4: bigint('stock_e4', { mode: 'bigint' }).notNull().default(sql`0`),
    /** The number of movements in the journal; it gives the next one its position. */
    movementCount: integer('movement_count').notNull().default(0),
    /** False for services: nothing of them is reserved, and no one moves their stock. */
    isStockTracked: boolean('is_stock_tracked').notNull().default(false),
    /** Ten-thousandths of a unit: a stock that falls to it is announced. Null for no threshold. */
    lowStockE4: bigint('low_stock_e4', { mode: 'bigint' }),
    status: text({ enum: ['ACTIVE', 'ARCHIVED'] })
      .notNull()
      .default('ACTIVE'),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('products_sku_key').on(table.sku),
    index('products_sku_order_idx').on(sql`${table.sku} collate "und-x-icu"`, table.id),
    index('products_name_idx').on(sql`${table.name} collate "und-x-icu"`, table.id),
    index('products_unit_price_idx').on(table.unitPriceMicro, table.id),
    index('products_stock_idx').on(table.stockE4, table.id),
    index('products_created_at_idx').on(table.createdAt, table.id),
    index('products_updated_at_idx').on(table.updatedAt, table.id),
    check('products_sku_check', hasLength(table.sku, productBounds.sku)),
    check('products_name_check', hasLength(table.name, productBounds.name)),
    check('products_description_check', hasLength(table.description, productBounds.description)),
    check('products_unit_check', hasLength(table.unit, productBounds.unit)),
    check('products_unit_price_check', isUpTo(table.unitPriceMicro, maxUnitPriceMicro)),
    check('products_currency_check', sql`${table.currency} ~ '^[A-Z]{3}$'`),
    check('products_tax_rate_check', isUpTo(table.taxRateMilli, maxTaxRateMilli)),
    check('products_tax_category_check', isTaxTreatment(table)),
    check('products_stock_check', isUpTo(table.stockE4, maxStockE4)),
    check('products_low_stock_check', isUpTo(table.lowStockE4, maxStockE4)),
    check('products_movement_count_check', sql`${table.movementCount} >= 0`),
    check('products_status_check', sql`${table.status} in ('ACTIVE', 'ARCHIVED')`),
    check('products_version_check', sql`${table.version} >= 1`),
  ],
);

/** The kinds of movements: the first three are recorded by people, the others by reservations. */
const movementKinds = ['RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT', 'RESERVATION', 'RELEASE'] as const;

/** The journal of stock; a trigger refuses every change of its entries. */
export const stockMovements = productSchema.table(
  'stock_movements',
  {
    id: uuid().primaryKey(),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id),
    /** The order of a product's movements, from 1 without gaps. */
    position: integer().notNull(),
    kind: text({ enum: movementKinds }).notNull(),
    /** Ten-thousandths of a unit by which the stock changed. */
    changeE4: bigint('change_e4', { mode: 'bigint' }).notNull(),
    stockAfterE4: bigint('stock_after_e4', { mode: 'bigint' }).notNull(),
    note: text(),
    /** The purpose of the reservation that took or gave back the stock. */
    reference: text(),
    /** The reservation that took or gave back the stock; null for movements that people record. */
    reservationId: uuid('reservation_id'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    uniqueIndex('stock_movements_product_position_key').on(table.productId, table.position),
    check('stock_movements_position_check', sql`${table.position} >= 1`),
    check(
      'stock_movements_kind_check',
      sql`${table.kind} in (${sql.raw(movementKinds.map((kind) => `'${kind}'`).join(', '))})`,
    ),
    check(
      'stock_movements_reservation_check',
      sql`(${table.kind} in ('RESERVATION', 'RELEASE')) = (${table.reservationId} is not null)`,
    ),
    check(
      'stock_movements_change_check',
      sql`case ${table.kind}
        when 'RECEIPT' then ${table.changeE4} > 0
        when 'WITHDRAWAL' then ${table.changeE4} < 0
        when 'RESERVATION' then ${table.changeE4} < 0
        when 'RELEASE' then ${table.changeE4} > 0
        else ${table.changeE4} <> 0 end`,
    ),
    check('stock_movements_stock_after_check', sql`${table.stockAfterE4} >= 0`),
    check('stock_movements_note_check', hasLength(table.note, maxNoteLength)),
  ],
);

/**
 * Stock taken for one purpose. Its id comes from the caller and is kept for ever, so that no repetition can take stock again,
 * however late it arrives.
 */
export const stockReservations = productSchema.table(
  'stock_reservations',
  {
    id: uuid().primaryKey(),
    /** Null if a release of the whole came before the reservation, which is then refused. */
    reference: text(),
    /** The hash of the input that a repetition must have; null as the reference is. */
    inputHash: text('input_hash'),
    isClosed: boolean('is_closed').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull().defaultNow(),
  },
  (table) => [
    check('stock_reservations_reference_check', hasLength(table.reference, maxReferenceLength)),
    check(
      'stock_reservations_input_check',
      sql`(${table.reference} is null) = (${table.inputHash} is null)
        and (${table.isClosed} or ${table.reference} is not null)`,
    ),
  ],
);

/** The quantity that a reservation took of one product, and the part of it that was given back. */
export const stockReservationLines = productSchema.table(
  'stock_reservation_lines',
  {
    reservationId: uuid('reservation_id')
      .notNull()
      .references(() => stockReservations.id),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id),
    /** The order of the lines, from 1. */
    position: integer().notNull(),
    reservedE4: bigint('reserved_e4', { mode: 'bigint' }).notNull(),
    releasedE4: bigint('released_e4', { mode: 'bigint' }).notNull().default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.productId] }),
    check('stock_reservation_lines_reserved_check', sql`${table.reservedE4} > 0`),
    check(
      'stock_reservation_lines_released_check',
      sql`${table.releasedE4} between 0 and ${table.reservedE4}`,
    ),
  ],
);

/** The releases that were done, by the id that the caller gave; kept for ever, as reservations are. */
export const stockReleases = productSchema.table('stock_releases', {
  id: uuid().primaryKey(),
  reservationId: uuid('reservation_id').notNull(),
  inputHash: text('input_hash').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: instant('recorded_at').notNull().defaultNow(),
});

export const idempotencyKeys = createIdempotencyTable(productSchema);

/** Events that concern people's work, on their way to the event log. */
export const workOutbox = createOutboxTable(productSchema, 'work_outbox');

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(productSchema, 'audit_outbox');
