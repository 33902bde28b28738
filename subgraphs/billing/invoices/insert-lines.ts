import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/graphql/idempotency-key.ts';
import type { PricedLines } from '../domain/invoice-input.ts';
import type { Line } from '../domain/line.ts';
import { type InvoiceLineRow, type InvoiceRow, invoiceLines } from '../tables.ts';

/** The columns of an invoice that follow from its lines. */
export function toLineColumns({
  lines,
  totals,
}: PricedLines): Pick<InvoiceRow, 'lineCount' | 'netMinor' | 'taxMinor' | 'totalMinor'> {
  return { lineCount: lines.length, ...totals };
}

/** Writes all lines of an invoice in one statement. */
export async function insertLines(tx: Transaction, invoiceId: string, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(
    (line, index): InvoiceLineRow => ({
      id: uuid(),
      invoiceId,
      position: index + 1,
      ...line,
    }),
  );
  await tx.insert(invoiceLines).values(rows);
}
