import { trailEntries } from '#platform/audit/trail/trail-tables.ts';
import { type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';

/** The largest number of actions: there are some dozens. */
const maxActions = 1_000;

/** Lists the actions that entries have. It jumps through the index from one to the next, whatever the number of entries. */
export async function listActions(db: PostgresJsDatabase): Promise<string[]> {
  const rows = await db.execute<{ action: string }>(sql`
    with recursive found(action) as (
      (select ${trailEntries.action} from ${trailEntries} where ${trailEntries.action} is not null
        order by ${trailEntries.action} limit 1)
      union all
      select (select ${trailEntries.action} from ${trailEntries} where ${trailEntries.action} > found.action
        order by ${trailEntries.action} limit 1)
      from found where found.action is not null)
    select action from found where action is not null limit ${maxActions}`);
  return rows.map(({ action }) => action);
}
