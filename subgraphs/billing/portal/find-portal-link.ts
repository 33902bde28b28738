import { desc, inArray } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type PortalLinkRow, portalLinks } from '../portal-tables.ts';

/** True if a link shows its invoice now. */
export function isGood({ revokedAt, expiresAt }: PortalLinkRow, now: Date): boolean {
  return revokedAt === null && expiresAt > now;
}

/** The links of several invoices, the newest first, by one statement. */
export async function findPortalLinks(db: Reader, invoiceIds: readonly string[]): Promise<PortalLinkRow[][]> {
  const rows = await db
    .select()
    .from(portalLinks)
    .where(inArray(portalLinks.invoiceId, [...invoiceIds]))
    .orderBy(desc(portalLinks.id));
  const byInvoice = Map.groupBy(rows, ({ invoiceId }) => invoiceId);
  return invoiceIds.map((id) => byInvoice.get(id) ?? []);
}

/** The links with these ids, in the order of the ids, by one statement. */
export async function findPortalLinksById(
  db: Reader,
  ids: readonly string[],
): Promise<(PortalLinkRow | undefined)[]> {
  const rows = await db
    .select()
    .from(portalLinks)
    .where(inArray(portalLinks.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}
