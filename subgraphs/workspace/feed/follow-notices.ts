import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createPulledEvents } from '#platform/graphql/pulled-events.ts';
import type { Bell } from '#platform/waiting/bell.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import type { NoticeModel } from '../models.ts';
import { findDeletedThrough, findEnd, findNoticesAfter } from '../store/find-notices.ts';

/** The position that a follower gave: from it on nothing can be followed. */
export class NoticePositionError extends CodedError<'POSITION_AHEAD' | 'POSITION_EXPIRED'> {}

/** The number of notices that a follower who is behind reads at once. */
const pageSize = 50;

/**
 * Follows notices of a viewer after a position, or new ones without a position: each once, in their order. Nothing is queued
 * for a slow follower, who reads the table when asked for the next.
 *
 * @param changes rung when there may be new notices
 * @throws {NoticePositionError}
 */
export async function followNotices(
  db: PostgresJsDatabase,
  viewer: NoticeViewer,
  { after, changes }: { readonly after: bigint | undefined; readonly changes: Bell },
): Promise<AsyncIterableIterator<NoticeModel>> {
  const end = await findEnd(db);
  let position = after ?? end;
  if (position > end) throw new NoticePositionError('POSITION_AHEAD', 'The cursor is after the last notice.');
  await checkIsKept(db, position);
  let page: NoticeModel[] = [];

  return createPulledEvents(async (signal) => {
    for (;;) {
      const next = page.shift();
      if (next !== undefined) {
        position = next.position;
        return next;
      }
      const { rings } = changes;
      page = await findNoticesAfter(db, viewer, position, pageSize);
      // A follower that was away for long: what it has not seen may have been deleted meanwhile.
      await checkIsKept(db, position);
      if (page.length === 0) await changes.waitBeyond(rings, signal);
      signal.throwIfAborted();
    }
  });
}

async function checkIsKept(db: PostgresJsDatabase, position: bigint): Promise<void> {
  if (position >= (await findDeletedThrough(db))) return;
  throw new NoticePositionError(
    'POSITION_EXPIRED',
    'Notices after this cursor are no longer kept. Read `notices` anew and continue after its cursor.',
  );
}
