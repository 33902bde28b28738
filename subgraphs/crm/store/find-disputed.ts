import { and, eq, inArray } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { requests } from '../request-tables.ts';

/** Those of these invoices that an open dispute is about, by one statement. */
export async function findDisputed(db: Reader, invoiceIds: readonly string[]): Promise<Set<string>> {
  const known = invoiceIds.filter(isUuid).map((id) => id.toLowerCase());
  if (known.length === 0) return new Set();
  const rows = await db
    .select({ invoiceId: requests.invoiceId })
    .from(requests)
    .where(and(inArray(requests.invoiceId, known), eq(requests.kind, 'DISPUTE'), eq(requests.status, 'OPEN')))
    .groupBy(requests.invoiceId);
  return new Set(rows.map(({ invoiceId }) => invoiceId ?? ''));
}
