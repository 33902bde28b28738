import { and, asc, gt, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import { maxUnreadCount } from '../domain/bounds.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import type { NoticeConnectionModel, NoticeModel } from '../models.ts';
import { noticeRetention, notices } from '../tables.ts';
import { isUnreadBy, isVisibleTo } from './notice-condition.ts';

const order = {
  expression: sql`${notices.position}`,
  type: 'bigint',
  direction: 'DESC',
  id: sql`${notices.id}`,
} as const;

const columns = (viewer: NoticeViewer) => ({
  id: notices.id,
  position: notices.position,
  kind: notices.kind,
  subject: notices.subject,
  details: notices.details,
  occurredAt: notices.occurredAt,
  isRead: sql<boolean>`not (${isUnreadBy(viewer)})`,
});

/** A page of the notices that a viewer may see, the newest first. */
export async function listNotices(
  db: PostgresJsDatabase,
  viewer: NoticeViewer,
  args: PageArguments & { readonly unreadOnly: boolean },
): Promise<NoticeConnectionModel> {
  const page = parsePage(args, 'POSITION DESC');
  const keyset = toKeysetQuery(page, order);
  const condition = and(isVisibleTo(viewer), args.unreadOnly ? isUnreadBy(viewer) : undefined);
  // Read first: what comes meanwhile is then both on the page and an event, and never neither.
  const end = await findEnd(db);
  const rows = await db
    .select({ notice: columns(viewer), id: notices.id, value: keyset.cursorValue })
    .from(notices)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  const connection = toConnection(
    page,
    rows,
    ({ notice }) => notice,
    () => db.$count(notices, condition),
  );
  return { ...connection, viewer, end };
}

/** The next notices after a position that a viewer may see, in their order. */
export function findNoticesAfter(
  db: Reader,
  viewer: NoticeViewer,
  after: bigint,
  limit: number,
): Promise<NoticeModel[]> {
  return db
    .select(columns(viewer))
    .from(notices)
    .where(and(isVisibleTo(viewer), gt(notices.position, after)))
    .orderBy(asc(notices.position))
    .limit(limit);
}

/** The number of unread notices, up to a limit. */
export async function countUnread(db: Reader, viewer: NoticeViewer): Promise<number> {
  const some = db
    .select({ id: notices.id })
    .from(notices)
    .where(and(isVisibleTo(viewer), isUnreadBy(viewer)))
    .limit(maxUnreadCount)
    .as('unread');
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}

/** The position after all notices, also after those that were deleted. */
export async function findEnd(db: Reader): Promise<bigint> {
  const [row] = await db.select({ end: sql<string | null>`max(${notices.position})` }).from(notices);
  return BigInt(row?.end ?? (await findDeletedThrough(db)));
}

/** The position up to which notices are no longer kept. */
export async function findDeletedThrough(db: Reader): Promise<bigint> {
  const [row] = await db.select({ through: noticeRetention.deletedThrough }).from(noticeRetention);
  return row?.through ?? 0n;
}
