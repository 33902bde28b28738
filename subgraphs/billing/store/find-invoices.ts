import { and, eq, inArray, sql, sum } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { type InvoiceLineRow, invoiceLines } from '../line-tables.ts';
import { type InvoiceRow, invoices } from '../tables.ts';

/** The invoices with these ids, in the order of the ids; undefined for an id that does not exist. */
export async function findInvoicesById(
  db: Reader,
  ids: readonly string[],
): Promise<(InvoiceRow | undefined)[]> {
  // Each page of a list needs this one. Prepared, it takes one round trip instead of two, and is parsed once by each connection.
  const rows = await db
    .select()
    .from(invoices)
    .where(sql`${invoices.id} = any (${toPgArray(ids)}::uuid[])`)
    .prepare('invoices_by_id')
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}

/** The issued invoices with these numbers, in their order; undefined for a number that does not exist. */
export async function findInvoicesByNumber(
  db: Reader,
  numbers: readonly string[],
): Promise<(InvoiceRow | undefined)[]> {
  // PostgreSQL refuses texts with U+0000.
  const wanted = numbers.map(normaliseText);
  const possible = wanted.filter((number) => isPlainText(number));
  const rows = await db.select().from(invoices).where(inArray(invoices.number, possible));
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return wanted.map((number) => byNumber.get(number));
}

/** The lines of several invoices, in order within each invoice, by one statement. */
export async function findLines(db: Reader, invoiceIds: readonly string[]): Promise<InvoiceLineRow[][]> {
  const rows = await db
    .select()
    .from(invoiceLines)
    .where(inArray(invoiceLines.invoiceId, [...invoiceIds]))
    .orderBy(invoiceLines.invoiceId, invoiceLines.position);
  const byInvoice = Map.groupBy(rows, (row) => row.invoiceId);
  return invoiceIds.map((id) => byInvoice.get(id) ?? []);
}

/**
 * The quantities of several products on issued invoices that are not void, in ten-thousandths of a unit, by one statement.
 */
export async function sumInvoicedQuantities(db: Reader, productIds: readonly string[]): Promise<bigint[]> {
  const rows = await db
    .select({ productId: invoiceLines.productId, quantityE4: sum(invoiceLines.quantityE4) })
    .from(invoiceLines)
    .innerJoin(invoices, eq(invoices.id, invoiceLines.invoiceId))
    .where(
      and(inArray(invoiceLines.productId, [...productIds]), inArray(invoices.status, ['ISSUED', 'PAID'])),
    )
    .groupBy(invoiceLines.productId);
  const sums = new Map(rows.map((row) => [row.productId, BigInt(row.quantityE4 ?? 0)]));
  return productIds.map((id) => sums.get(id) ?? 0n);
}
