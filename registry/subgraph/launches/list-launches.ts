import { and, eq, getTableColumns, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { type PageArguments, parsePage } from '#platform/graphql/page.ts';
import { launches } from '../../graphs/tables.ts';
import type { LaunchConnectionModel } from '../models.ts';

/** Lists the launches of a variant page by page, the newest first. */
export async function listLaunches(
  db: PostgresJsDatabase,
  variantId: string,
  args: PageArguments,
): Promise<LaunchConnectionModel> {
  const page = parsePage(args, 'NUMBER DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${launches.number}`,
    type: 'bigint',
    direction: 'DESC',
    id: sql`${launches.id}`,
  });
  const condition = eq(launches.variantId, variantId);
  const rows = await db
    .select({ ...getTableColumns(launches), value: keyset.cursorValue })
    .from(launches)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ value: _value, ...launch }) => launch,
    () => db.$count(launches, condition),
  );
}
