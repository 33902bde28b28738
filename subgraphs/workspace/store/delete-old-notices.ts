import type { Sql } from 'postgres';
import { lockPositions } from './add-notices.ts';

const atOnce = 1_000;

/** Deletes the oldest notices that are past their time, some at a time, and gives their number. */
export function deleteOldNotices(sql: Sql, days: number): Promise<number> {
  return sql.begin(async (tx) => {
    await lockPositions(tx);
    const [row] = await tx<{ count: number }[]>`
      with old as (
        select id from notices where stored_at < now() - ${days} * interval '1 day'
        order by position limit ${atOnce}),
      gone as (delete from notices where id in (select id from old) returning position),
      noted as (
        insert into notice_retention as kept (deleted_through)
        select max(position) from gone having count(*) > 0
        on conflict (is_only_row)
        do update set deleted_through = greatest(kept.deleted_through, excluded.deleted_through))
      select count(*)::int as count from gone`;
    return row?.count ?? 0;
  });
}
