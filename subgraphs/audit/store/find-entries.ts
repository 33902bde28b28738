import { trailAnchors, trailEntries } from '#platform/audit/trail/trail-tables.ts';
import { and, asc, eq, gt, lte, type PostgresJsDatabase, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import type { Page } from '#platform/graphql/page.ts';
import type { AuditEntryOrder } from '../generated/types.ts';
import type { AuditEntryConnectionModel, AuditEntryModel } from '../models.ts';

/** The order of a list, and the name that its cursors carry. */
export function toAuditOrder(order: AuditEntryOrder | null | undefined) {
  const { field = 'AT', direction = 'DESC' } = order ?? {};
  const name = `${field} ${direction}`;
  return field === 'NUMBER'
    ? ({ name, direction, expression: sql`${trailEntries.number}`, type: 'bigint' } as const)
    : ({
        name,
        direction,
        expression: sql`${trailEntries.at}`,
        type: 'timestamptz',
        id: sql`${trailEntries.id}`,
      } as const);
}

/** A page of the entries that pass a condition. */
export async function listAuditEntries(
  db: PostgresJsDatabase,
  { page, order, condition }: AuditListRequest,
): Promise<AuditEntryConnectionModel> {
  const keyset = toKeysetQuery(page, order);
  // Read first: what comes meanwhile is then both on the page and an event, and never neither.
  const end = await findTrailEnd(db);
  const rows = await db
    .select({ entry: trailEntries, id: trailEntries.id, value: keyset.cursorValue })
    .from(trailEntries)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  const connection = toConnection(
    page,
    rows,
    ({ entry }) => entry,
    () => db.$count(trailEntries, condition),
  );
  return { ...connection, end };
}

export interface AuditListRequest {
  readonly page: Page;
  readonly order: ReturnType<typeof toAuditOrder>;
  readonly condition: SQL | undefined;
}

/** Finds one entry by its id. */
export async function findAuditEntry(
  db: PostgresJsDatabase,
  id: string,
): Promise<AuditEntryModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [entry] = await db.select().from(trailEntries).where(eq(trailEntries.id, id));
  return entry;
}

/** The next entries of a part of the trail that pass a condition, in the order of the trail. */
export function findEntriesWithin(
  db: Reader,
  { after, upTo }: { readonly after: bigint; readonly upTo: bigint },
  condition: SQL | undefined,
  limit: number,
): Promise<AuditEntryModel[]> {
  return db
    .select()
    .from(trailEntries)
    .where(and(gt(trailEntries.number, after), lte(trailEntries.number, upTo), condition))
    .orderBy(asc(trailEntries.number))
    .limit(limit);
}

/** The number of the last entry, also of one that was removed because of its age; 0 before the first. */
export async function findTrailEnd(db: Reader): Promise<bigint> {
  const [row] = await db.select({ end: sql<string | null>`max(${trailEntries.number})` }).from(trailEntries);
  return BigInt(row?.end ?? (await findRemovedThrough(db)));
}

/** The number of the last entry that was removed because of its age; 0 if none was. */
export async function findRemovedThrough(db: Reader): Promise<bigint> {
  const [row] = await db
    .select({ through: sql<string | null>`max(${trailAnchors.number})` })
    .from(trailAnchors);
  return BigInt(row?.through ?? 0);
}
