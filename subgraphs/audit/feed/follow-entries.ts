import type { PostgresJsDatabase, SQL } from '#platform/database/drizzle.ts';
import { retryWhileFollowed } from '#platform/database/retry-while-followed.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createPulledEvents } from '#platform/graphql/pulled-events.ts';
import type { Bell } from '#platform/waiting/bell.ts';
import type { AuditEntryModel } from '../models.ts';
import { findEntriesWithin, findRemovedThrough, findTrailEnd } from '../store/find-entries.ts';

/** The position that a follower gave: from it on nothing can be followed. */
export class AuditPositionError extends CodedError<'POSITION_AHEAD' | 'POSITION_EXPIRED'> {}

/** The number of entries that a follower who is behind reads at once. */
const pageSize = 50;

/**
 * Follows the entries after a position that pass a condition, or new ones without a position: each once, in the order of the
 * trail. Nothing is queued for a slow follower, who reads the table when asked for the next. A database that is away is waited for.
 *
 * @param options.changes rung when there may be new entries
 * @param options.signal ends the wait for the first position
 * @throws {AuditPositionError}
 */
export async function followEntries(
  db: PostgresJsDatabase,
  options: {
    readonly condition: SQL | undefined;
    readonly after: bigint | undefined;
    readonly changes: Bell;
    readonly signal: AbortSignal;
  },
): Promise<AsyncIterableIterator<AuditEntryModel>> {
  const { condition, after, changes } = options;
  let position = await retryWhileFollowed(() => loadStart(db, after), options.signal);
  let page: AuditEntryModel[] = [];

  /** Reads on; what was looked through in vain is not read again. */
  async function readOn(signal: AbortSignal): Promise<void> {
    const { rings } = changes;
    const from = position;
    const upTo = await retryWhileFollowed(() => findTrailEnd(db), signal);
    page = await retryWhileFollowed(
      () => findEntriesWithin(db, { after: from, upTo }, condition, pageSize),
      signal,
    );
    // A follower that was away for long: what it has not seen may have been removed meanwhile.
    await retryWhileFollowed(() => checkIsKept(db, from), signal);
    if (page.length > 0) return;
    position = upTo;
    await changes.waitBeyond(rings, signal);
  }

  return createPulledEvents(async (signal) => {
    for (;;) {
      const next = page.shift();
      if (next !== undefined) {
        position = next.number;
        return next;
      }
      await readOn(signal);
      signal.throwIfAborted();
    }
  });
}

/** Loads the position after which entries are followed. */
async function loadStart(db: PostgresJsDatabase, after: bigint | undefined): Promise<bigint> {
  const end = await findTrailEnd(db);
  const start = after ?? end;
  if (start > end) throw new AuditPositionError('POSITION_AHEAD', 'The cursor is after the last entry.');
  await checkIsKept(db, start);
  return start;
}

async function checkIsKept(db: PostgresJsDatabase, position: bigint): Promise<void> {
  if (position >= (await findRemovedThrough(db))) return;
  throw new AuditPositionError(
    'POSITION_EXPIRED',
    'Entries after this cursor are no longer kept. Read `auditEntries` anew and continue after its cursor.',
  );
}
