import {
  and,
  eq,
  getTableColumns,
  type PostgresJsDatabase,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { checkRuns } from '../../checks/tables.ts';
import { toStorableText } from '../../storable-text.ts';
import type { GraphVariantSchemaChecksArgs, SchemaCheckFilter } from '../generated/types.ts';
import type { SchemaCheckConnectionModel, SchemaCheckModel } from '../models.ts';

/** All columns but the tasks. */
const { tasks: _tasks, ...columns } = getTableColumns(checkRuns);

/** Lists the checks of a variant page by page, the newest first. */
export async function listChecks(
  db: PostgresJsDatabase,
  variantId: string,
  args: Partial<GraphVariantSchemaChecksArgs>,
): Promise<SchemaCheckConnectionModel> {
  const page = parsePage(args, 'CREATED DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${checkRuns.createdAt}`,
    type: 'timestamptz',
    direction: 'DESC',
    id: sql`${checkRuns.id}`,
  });
  const condition = and(eq(checkRuns.variantId, variantId), toCondition(args.filter));
  const rows = await db
    .select({ ...columns, value: keyset.cursorValue })
    .from(checkRuns)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ value: _value, ...check }) => check,
    () => db.$count(checkRuns, condition),
  );
}

/** Finds a check of a variant; undefined if there is none, or if it is not kept any more. */
export async function findCheck(
  db: PostgresJsDatabase,
  variantId: string,
  id: string,
): Promise<SchemaCheckModel | undefined> {
  const condition = and(eq(checkRuns.variantId, variantId), eq(checkRuns.id, id));
  return (await db.select(columns).from(checkRuns).where(condition))[0];
}

function toCondition(filter: SchemaCheckFilter | null | undefined): SQL | undefined {
  const { branch, status, subgraph } = filter ?? {};
  return and(
    typeof branch === 'string' ? sql`${checkRuns.git} ->> 'branch' = ${toStorableText(branch)}` : undefined,
    status ? eq(checkRuns.status, status) : undefined,
    typeof subgraph === 'string' ? eq(checkRuns.subgraph, toStorableText(subgraph)) : undefined,
  );
}
