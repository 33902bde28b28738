import { eq, inArray, sum } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import type { CreditedPart } from '../domain/credit.ts';
import type { InvoiceTotals } from '../domain/totals.ts';
import { invoiceLines } from '../line-tables.ts';
import { invoices } from '../tables.ts';

const nothing: CreditedPart = { quantityE4: 0n, netMinor: 0n, taxMinor: 0n };

/** The sums that credit notes have taken back of each line, in the line's signs and the order of the ids, by one statement. */
export async function findCreditedParts(db: Reader, lineIds: readonly string[]): Promise<CreditedPart[]> {
  const { creditedLineId, quantityE4, netMinor, taxMinor } = invoiceLines;
  const rows = await db
    .select({
      lineId: creditedLineId,
      quantityE4: sum(quantityE4),
      netMinor: sum(netMinor),
      taxMinor: sum(taxMinor),
    })
    .from(invoiceLines)
    .where(inArray(creditedLineId, [...lineIds]))
    .groupBy(creditedLineId);
  const parts = new Map(
    rows.map((row) => [
      row.lineId,
      {
        quantityE4: negate(row.quantityE4),
        netMinor: negate(row.netMinor),
        taxMinor: negate(row.taxMinor),
      },
    ]),
  );
  return lineIds.map((id) => parts.get(id) ?? nothing);
}

/** The sums of an invoice's credit notes, above zero. */
export async function findCreditedTotals(
  db: Reader,
  invoiceId: string,
): Promise<Pick<InvoiceTotals, 'taxMinor' | 'totalMinor'>> {
  const [sums] = await db
    .select({ taxMinor: sum(invoices.taxMinor), totalMinor: sum(invoices.totalMinor) })
    .from(invoices)
    .where(eq(invoices.creditedInvoiceId, invoiceId));
  return { taxMinor: negate(sums?.taxMinor), totalMinor: negate(sums?.totalMinor) };
}

/** Sums of bigint are numeric, which comes as text; the credit notes have them below zero. */
function negate(total: string | null | undefined): bigint {
  return -BigInt(total ?? 0);
}

/** True for each invoice that has credit notes, in the order of the ids, by one statement. */
export async function findIfCredited(db: Reader, invoiceIds: readonly string[]): Promise<boolean[]> {
  const rows = await db
    .select({ id: invoices.creditedInvoiceId })
    .from(invoices)
    .where(inArray(invoices.creditedInvoiceId, [...invoiceIds]))
    .groupBy(invoices.creditedInvoiceId);
  const credited = new Set(rows.map(({ id }) => id));
  return invoiceIds.map((id) => credited.has(id));
}
