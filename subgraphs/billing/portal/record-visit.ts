import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { eq, sql } from '#platform/database/drizzle.ts';
import { portalLinks } from '../portal-tables.ts';
import { writeHistory } from '../store/write-history.ts';

/** The name under which the history tells what a customer did. */
const portalActor = 'customer-portal';
/** The largest number of a column of integers. */
const maxCount = 2_147_483_647;

/** Notes that a customer read the invoice of a link. The history tells the first time of a link; the link counts all. */
export async function recordRead(db: PostgresJsDatabase, linkId: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(portalLinks)
      .set({
        firstReadAt: sql`coalesce(${portalLinks.firstReadAt}, ${now.toISOString()}::timestamptz)`,
        lastReadAt: now,
        readCount: sql`least(${portalLinks.readCount}, ${maxCount - 1}) + 1`,
      })
      .where(eq(portalLinks.id, linkId))
      .returning({ invoiceId: portalLinks.invoiceId, count: portalLinks.readCount });
    if (row?.count !== 1) return;
    const details = { portalLinkId: linkId };
    const { invoiceId } = row;
    await writeHistory(tx, { invoiceId, kind: 'READ', occurredAt: now, actor: portalActor, details });
  });
}

/** Notes that a customer downloaded a document by a link, in the same way. */
export async function recordDownload(db: PostgresJsDatabase, linkId: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(portalLinks)
      .set({
        lastDownloadedAt: now,
        downloadCount: sql`least(${portalLinks.downloadCount}, ${maxCount - 1}) + 1`,
      })
      .where(eq(portalLinks.id, linkId))
      .returning({ invoiceId: portalLinks.invoiceId, count: portalLinks.downloadCount });
    if (row?.count !== 1) return;
    const details = { portalLinkId: linkId };
    const { invoiceId } = row;
    await writeHistory(tx, { invoiceId, kind: 'DOWNLOADED', occurredAt: now, actor: portalActor, details });
  });
}
