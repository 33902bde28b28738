import type { Reader } from '#platform/database/transaction.ts';
import type { LineTerms } from '../domain/line.ts';
import type { DraftTerms } from '../domain/price-draft.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import type { InvoiceRow } from '../tables.ts';
import { findLines } from './find-invoices.ts';

/** Loads all that decides about the figures of an invoice. */
export async function loadTerms(db: Reader, invoice: InvoiceRow): Promise<DraftTerms> {
  const [rows = []] = await findLines(db, [invoice.id]);
  return {
    lines: rows.map(toLineTerms),
    adjustments: invoice.adjustments ?? [],
    pricesIncludeTax: invoice.pricesIncludeTax,
  };
}

function toLineTerms(row: InvoiceLineRow): LineTerms {
  const { productId, sku, description, unit, quantityE4, unitPriceMicro, adjustments } = row;
  const { taxRateMilli, taxCategory, taxExemptionReason } = row;
  return {
    productId,
    sku,
    description,
    unit,
    quantityE4,
    unitPriceMicro,
    taxRateMilli,
    taxCategory,
    taxExemptionReason,
    adjustments,
  };
}
