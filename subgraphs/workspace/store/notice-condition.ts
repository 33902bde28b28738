import { and, eq, gt, inArray, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import { noticeReads, notices, people } from '../tables.ts';

/** The condition of notices that a viewer may see: to them, or to a role that they hold now, and not of what they did. */
export function isVisibleTo({ owner, roles }: NoticeViewer): SQL {
  const isAddressed = or(
    eq(notices.recipient, owner),
    roles.length === 0 ? undefined : inArray(notices.role, [...roles]),
  );
  return and(isAddressed, sql`${notices.actor} is distinct from ${owner}`) ?? sql`false`;
}

/** The condition of notices that a viewer has not read. */
export function isUnreadBy({ owner }: NoticeViewer): SQL {
  const person = (column: SQL) =>
    sql`coalesce((select ${column} from ${people} where ${people.owner} = ${owner}), 0)`;
  return (
    and(
      gt(notices.position, person(sql`${people.readThrough}`)),
      or(
        sql`${notices.recipient} is not distinct from ${owner}`,
        gt(notices.position, person(sql`${people.joinedAt}`)),
      ),
      sql`not exists (select from ${noticeReads}
        where ${noticeReads.owner} = ${owner} and ${noticeReads.noticeId} = ${notices.id})`,
    ) ?? sql`true`
  );
}
