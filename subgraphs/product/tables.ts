import { sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  char,
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
import { maxTaxRateMilli } from '#schema/tax-rate.ts';
import { maxUnitPriceMicro } from '#schema/unit-price.ts';
import { maxNoteLength, maxStockE4, productBounds } from './domain/bounds.ts';

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
    /** Ten-thousandths of a unit; the stock after the journal's last movement. */
    stockE4: bigint('stock_e4', { mode: 'bigint' }).notNull().default(sql`0`),
    /** The number of movements in the journal; it gives the next one its position. */
    movementCount: integer('movement_count').notNull().default(0),
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
    check('products_stock_check', isUpTo(table.stockE4, maxStockE4)),
    check('products_movement_count_check', sql`${table.movementCount} >= 0`),
    check('products_status_check', sql`${table.status} in ('ACTIVE', 'ARCHIVED')`),
    check('products_version_check', sql`${table.version} >= 1`),
  ],
);

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
    kind: text({ enum: ['RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT'] }).notNull(),
    /** Ten-thousandths of a unit by which the stock changed. */
    changeE4: bigint('change_e4', { mode: 'bigint' }).notNull(),
    stockAfterE4: bigint('stock_after_e4', { mode: 'bigint' }).notNull(),
    note: text(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    uniqueIndex('stock_movements_product_position_key').on(table.productId, table.position),
    check('stock_movements_position_check', sql`${table.position} >= 1`),
    check('stock_movements_kind_check', sql`${table.kind} in ('RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT')`),
    check(
      'stock_movements_change_check',
      sql`case ${table.kind}
        when 'RECEIPT' then ${table.changeE4} > 0
        when 'WITHDRAWAL' then ${table.changeE4} < 0
        else ${table.changeE4} <> 0 end`,
    ),
    check('stock_movements_stock_after_check', sql`${table.stockAfterE4} >= 0`),
    check('stock_movements_note_check', hasLength(table.note, maxNoteLength)),
  ],
);

export const idempotencyKeys = createIdempotencyTable(productSchema);
