import { isTaxTreatment } from '#kernel/tax-columns.ts';
import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  text,
  unique,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import type { ExemptCategory } from '#schema/tax-category.ts';
import { billing, isAtMost, minorUnits } from './columns.ts';
import type { Adjustment } from './domain/adjustment.ts';
import { exactJson } from './exact-json.ts';
import { invoices } from './tables.ts';

/** One unit of a currency with four decimals, and a rounding: by so much a stated tax may differ from net times rate. */
const maxStatedDeviation = '10001';

/**
 * The lines of invoices. A line never changes after its invoice was issued. Only imported lines may have a stock
 * keeping unit of their own or a quantity below zero, as on credit notes. The triggers `invoice_lines_guard` guard
 * both.
 */
export const invoiceLines = billing.table(
  'invoice_lines',
  {
    id: uuid('id').primaryKey(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    productId: uuid('product_id'),
    sku: text('sku'),
    description: text('description').notNull(),
    /** Ten-thousandths of a unit. */
    quantityE4: bigint('quantity_e4', { mode: 'bigint' }).notNull(),
    unit: text('unit').notNull(),
    /** Millionths of a minor unit. */
    unitPriceMicro: bigint('unit_price_micro', { mode: 'bigint' }).notNull(),
    /** Thousandths of a percent. */
    taxRateMilli: integer('tax_rate_milli').notNull(),
    /** Null for the standard and the zero rate, which the rate tells apart. */
    taxCategory: text('tax_category').$type<ExemptCategory>(),
    taxExemptionReason: text('tax_exemption_reason'),
    /** The allowances and charges of the line; null for none. */
    adjustments: exactJson<readonly Adjustment[]>('adjustments'),
    /** Net and tax, of which the net is a part; null if the prices do not include tax. */
    grossMinor: minorUnits('gross_minor'),
    netMinor: minorUnits('net_minor').notNull(),
    /**
     * For information only: an invoice's tax is the sum of the taxes of its rates. Those of a credit note of our own add
     * up to its tax.
     */
    taxMinor: minorUnits('tax_minor').notNull(),
    /** True on an imported line whose file states its tax, which then counts; null if the tax is net times rate. */
    isTaxStated: boolean('is_tax_stated'),
    /**
     * On a credit note of our own, the line of the invoice that this one credits. There is no foreign key, which would
     * cost every imported line; the trigger `invoice_lines_guard_insert` checks it.
     */
    creditedLineId: uuid('credited_line_id'),
  },
  (table) => [
    unique('invoice_lines_position_unique').on(table.invoiceId, table.position),
    check(
      'invoice_lines_text_lengths',
      sql`${isAtMost(table.sku, invoiceBounds.skuLength)} and ${isAtMost(table.description, invoiceBounds.descriptionLength)} and ${isAtMost(table.unit, invoiceBounds.unitLength)}`,
    ),
    check('invoice_lines_position_positive', sql`${table.position} > 0`),
    check('invoice_lines_product_has_sku', sql`${table.productId} is null or ${table.sku} is not null`),
    check('invoice_lines_price_not_negative', sql`${table.unitPriceMicro} >= 0`),
    check('invoice_lines_tax_rate_percent', sql`${table.taxRateMilli} between 0 and 100000`),
    check('invoice_lines_tax_category_fits', isTaxTreatment(table)),
    // PostgreSQL rounds a half of a numeric away from zero, as divideHalfUp does.
    check(
      'invoice_lines_net_half_up',
      sql`${table.creditedLineId} is not null or coalesce(${table.grossMinor}, ${table.netMinor}) = round(${table.quantityE4} * 0.0000000001 * ${table.unitPriceMicro}) + case when ${table.adjustments} is null then 0 else "billing".sum_adjustments(${table.adjustments}) end`,
    ),
    check(
      'invoice_lines_tax_half_up',
      sql`${table.creditedLineId} is not null or case when ${table.isTaxStated} then ${table.taxRateMilli} > 0 and ${table.grossMinor} is null and abs(${table.taxMinor} - round(${table.netMinor} * 0.00001 * ${table.taxRateMilli})) <= ${sql.raw(maxStatedDeviation)} else ${table.taxMinor} = case when ${table.grossMinor} is null then round(${table.netMinor} * 0.00001 * ${table.taxRateMilli}) else ${table.grossMinor} - ${table.netMinor} end end`,
    ),
    index('invoice_lines_by_credited_line')
      .on(table.creditedLineId)
      .where(sql`${table.creditedLineId} is not null`),
    index('invoice_lines_by_product')
      .on(table.productId, table.invoiceId)
      .where(sql`${table.productId} is not null`),
    // Less than one from the exact net: the nets of a tax group are allocated to whole minor units.
    check(
      'invoice_lines_net_of_gross',
      sql`${table.grossMinor} is null or abs(${table.netMinor} * (100000.0 + ${table.taxRateMilli}) - ${table.grossMinor} * 100000.0) < 100000 + ${table.taxRateMilli}`,
    ),
  ],
);

export type InvoiceLineRow = typeof invoiceLines.$inferSelect;
