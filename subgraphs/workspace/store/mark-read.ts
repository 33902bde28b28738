import { and, eq, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import { noticeReads, notices, people } from '../tables.ts';
import { isVisibleTo } from './notice-condition.ts';

/** Marks notices that the viewer may see as read. */
export async function markRead(
  db: PostgresJsDatabase,
  viewer: NoticeViewer,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { owner } = viewer;
  const seen = db
    .select({ owner: sql<string>`${owner}::text`.as('owner'), noticeId: notices.id })
    .from(notices)
    .where(and(inArray(notices.id, [...ids]), isVisibleTo(viewer)));
  await db.insert(noticeReads).select(seen).onConflictDoNothing();
}

/** Marks all notices up to a position as read. */
export async function markReadThrough(
  db: PostgresJsDatabase,
  { owner }: NoticeViewer,
  position: bigint,
): Promise<void> {
  await db
    .update(people)
    .set({ readThrough: sql`greatest(${people.readThrough}, ${position})` })
    .where(eq(people.owner, owner));
}
