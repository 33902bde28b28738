import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { maxMarkedNotices } from '../domain/bounds.ts';
import { parseNoticeCursor } from '../domain/notice-cursor.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import type { MarkNoticesReadInput } from '../generated/types.ts';
import { countUnread, findEnd } from '../store/find-notices.ts';
import { markRead, markReadThrough } from '../store/mark-read.ts';

/** Marks notices as read, by their ids or up to a position; what is marked already stays so. */
export async function markNoticesRead(
  db: PostgresJsDatabase,
  viewer: NoticeViewer,
  { ids, upTo }: MarkNoticesReadInput,
): Promise<{ unreadCount: number | null; userErrors: UserError[] }> {
  const problems = new InputProblems();
  if (ids == null && upTo == null) problems.add('REQUIRED', 'Give `ids` or `upTo`.');
  if ((ids?.length ?? 0) > maxMarkedNotices)
    problems.at('ids').add('TOO_LONG', `Must have at most ${maxMarkedNotices} ids, not ${ids?.length}.`);
  const position = upTo == null ? undefined : await parsePosition(db, upTo, problems.at('upTo'));
  if (!problems.isEmpty) return { unreadCount: null, userErrors: problems.errors };
  await markRead(db, viewer, (ids ?? []).filter(isUuid));
  if (position !== undefined) await markReadThrough(db, viewer, position);
  return { unreadCount: await countUnread(db, viewer), userErrors: [] };
}

/** A position that is there: one of the future would mark notices that nobody has seen. */
async function parsePosition(
  db: PostgresJsDatabase,
  given: NonNullable<MarkNoticesReadInput['upTo']>,
  problems: InputProblems,
): Promise<bigint | undefined> {
  const position = typeof given === 'string' ? parseNoticeCursor(given) : undefined;
  if (position !== undefined && position <= (await findEnd(db))) return position;
  problems.add('INVALID', 'Must be a cursor of `notices` or `noticeAdded`.');
  return undefined;
}
