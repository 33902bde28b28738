import { or, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoiceSearch } from '../search-tables.ts';
import { invoices } from '../tables.ts';

/**
 * The condition that the texts of an invoice contain a pattern: a fraction of the work of reading the invoice and its lines. The
 * offset keeps the texts of all invoices from being searched at once.
 *
 * @param inLedger the same condition, read from the invoice and its lines, if some invoices wait for their texts
 */
export function isInTexts(pattern: string, inLedger: SQL | undefined): SQL | undefined {
  const { invoiceId, text, lines } = invoiceSearch;
  const inTexts = sql`exists (select from ${invoiceSearch} where ${invoiceId} = ${invoices.id}
    and (${text} like lower(${pattern}) or ${lines} like lower(${pattern})) offset 0)`;
  return or(inTexts, inLedger);
}
