import { type SQL, sql } from '#platform/database/drizzle.ts';
import { invoiceSearch, searchBacklog } from '../search-tables.ts';
import { invoices } from '../tables.ts';

/**
 * The condition that the texts of an invoice contain a pattern: a third of the work of reading the invoice and its lines. Only while
 * some invoices wait for their texts, the ledger is read where the texts say no. The offset keeps the texts of all invoices
 * from being searched at once.
 *
 * @param inLedger the same condition, read from the invoice and its lines
 */
export function isInTexts(pattern: string, inLedger: SQL | undefined): SQL {
  const { invoiceId, text } = invoiceSearch;
  const inTexts = sql`exists (select from ${invoiceSearch} where ${invoiceId} = ${invoices.id} and ${text} like lower(${pattern}) offset 0)`;
  // Without a reference to the invoice, this is asked once.
  const isWaiting = sql`(select exists (select from ${searchBacklog}))`;
  return sql`(${inTexts} or ${isWaiting} and (${inLedger}))`;
}
