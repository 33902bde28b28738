import { v7 as uuid } from 'uuid';
import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Line } from '../domain/line.ts';
import type { PricedDraft } from '../domain/price-draft.ts';
import { toExactJson } from '../exact-json.ts';
import type { InvoiceRow } from '../tables.ts';

/** The columns of an invoice that decide about its figures or are computed with them. */
export function toFigureColumns({
  lines,
  adjustments,
  pricesIncludeTax,
  totals,
}: PricedDraft): Pick<
  InvoiceRow,
  'lineCount' | 'netMinor' | 'taxMinor' | 'totalMinor' | 'adjustments' | 'pricesIncludeTax'
> {
  return { lineCount: lines.length, adjustments, pricesIncludeTax, ...totals };
}

/** A line to be written; one of a credit note names the line of the invoice that it credits. */
type NewLine = Line & { readonly creditedLineId?: string };

/** Writes all lines of an invoice in one statement, whose text is the same for any number of them. */
export async function insertLines(
  tx: Transaction,
  invoiceId: string,
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(sql`
    insert into billing.invoice_lines (
      id, invoice_id, position, product_id, sku, description,
      quantity_e4, unit, unit_price_micro, tax_rate_milli, tax_category, tax_exemption_reason,
      adjustments, gross_minor, net_minor, tax_minor, credited_line_id)
    select
      id, ${invoiceId}, position, "productId", sku, description,
      "quantityE4", unit, "unitPriceMicro", "taxRateMilli", "taxCategory", "taxExemptionReason",
      adjustments, "grossMinor", "netMinor", "taxMinor", "creditedLineId"
    from jsonb_to_recordset(${toJson(lines)}::jsonb) as line (
      id uuid, position int, "productId" uuid, sku text, description text,
      "quantityE4" bigint, unit text, "unitPriceMicro" bigint, "taxRateMilli" int,
      "taxCategory" text, "taxExemptionReason" text,
      adjustments jsonb, "grossMinor" bigint, "netMinor" bigint, "taxMinor" bigint, "creditedLineId" uuid)`);
}

/** Positions start at 1. */
function toJson(lines: readonly NewLine[]): string {
  return toExactJson(lines.map((line, index) => ({ ...line, id: uuid(), position: index + 1 })));
}
