import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { retryWhileFollowed } from '#platform/database/retry-while-followed.ts';
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
 * for a slow follower, who reads the table when asked for the next. A database that is away is waited for.
 *
 * @param options.changes rung when there may be new notices
 * @param options.signal ends the wait for the first position
 * @throws {NoticePositionError}
 */
export async function followNotices(
  db: PostgresJsDatabase,
  viewer: NoticeViewer,
  options: { readonly after: bigint | undefined; readonly changes: Bell; readonly signal: AbortSignal },
): Promise<AsyncIterableIterator<NoticeModel>> {
  const { after, changes } = options;
  let position = await retryWhileFollowed(() => loadStart(db, after), options.signal);
  let page: NoticeModel[] = [];

  return createPulledEvents(async (signal) => {
    for (;;) {
      const next = page.shift();
      if (next !== undefined) {
        position = next.position;
        return next;
      }
      const { rings } = changes;
      const from = position;
      page = await retryWhileFollowed(() => findNoticesAfter(db, viewer, from, pageSize), signal);
      // A follower that was away for long: what it has not seen may have been deleted meanwhile.
      await retryWhileFollowed(() => checkIsKept(db, from), signal);
      if (page.length === 0) await changes.waitBeyond(rings, signal);
      signal.throwIfAborted();
    }
  });
}

/** Loads the position after which notices are followed. */
async function loadStart(db: PostgresJsDatabase, after: bigint | undefined): Promise<bigint> {
  const end = await findEnd(db);
  const start = after ?? end;
  if (start > end) throw new NoticePositionError('POSITION_AHEAD', 'The cursor is after the last notice.');
  await checkIsKept(db, start);
  return start;
}

async function checkIsKept(db: PostgresJsDatabase, position: bigint): Promise<void> {
  if (position >= (await findDeletedThrough(db))) return;
  throw new NoticePositionError(
    'POSITION_EXPIRED',
    'Notices after this cursor are no longer kept. Read `notices` anew and continue after its cursor.',
  );
}
