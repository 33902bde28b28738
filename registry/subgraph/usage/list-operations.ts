import { type PostgresJsDatabase, type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern, toPrefixPattern } from '#platform/database/like-pattern.ts';
import { toStorableText } from '../../storable-text.ts';
import type { ClientOperationOrder, GraphVariantOperationsArgs } from '../generated/types.ts';
import type { ClientOperationConnectionModel, ClientOperationModel } from '../models.ts';
import { pageList } from '../paging/page-list.ts';
import type { ClientOperationRow } from './client-operation-row.ts';
import type { VariantPeriod } from './variant-period.ts';

/** The most operations that a list has; the ones beyond are those that come last in its order. */
const maxOperations = 10_000;

const orders: Readonly<Record<ClientOperationOrder, SQL>> = {
  REQUESTS: sql`requests desc, operation.id`,
  ERRORS: sql`errors desc, requests desc, operation.id`,
  LAST_SEEN: sql`operation.seen_at desc, requests desc, operation.id`,
};

/** Lists the operations that clients sent in a period page by page. */
export async function listOperations(
  db: PostgresJsDatabase,
  args: Partial<GraphVariantOperationsArgs>,
  period: VariantPeriod,
): Promise<ClientOperationConnectionModel> {
  const order = args.orderBy ?? 'REQUESTS';
  const items = await loadRows(db, period, {
    condition: toSearch(args.search?.trim() ?? ''),
    orderBy: orders[order],
    isUsed: true,
  });
  return pageList({ order, items, keyOf: ({ hash }) => hash }, args);
}

/** Finds an operation of a variant by its hash, also if nobody sent it in the period; undefined if it is not known. */
export async function findOperation(
  db: PostgresJsDatabase,
  hash: string,
  period: VariantPeriod,
): Promise<ClientOperationModel | undefined> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
  const condition = sql`operation.hash = ${hash}`;
  return (await loadRows(db, period, { condition, orderBy: orders.REQUESTS, isUsed: false }))[0];
}

async function loadRows(
  db: PostgresJsDatabase,
  period: VariantPeriod,
  {
    condition,
    orderBy,
    isUsed,
  }: { readonly condition: SQL; readonly orderBy: SQL; readonly isUsed: boolean },
): Promise<readonly ClientOperationModel[]> {
  const rows = await db.execute<ClientOperationRow & Record<string, unknown>>(sql`
    select operation.id::text as id, operation.hash, operation.name,
      coalesce(sum(used.count), 0)::float8 as requests, coalesce(sum(used.errors), 0)::float8 as errors,
      to_char(operation.seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastSeenAt"
    from registry.usage_operations operation
    ${sql.raw(isUsed ? 'join' : 'left join')} registry.operation_usage used
      on used.operation_id = operation.id and used.hour > now() - make_interval(days => ${period.days}::int)
    where operation.variant_id = ${period.variantId}::uuid and ${condition}
    group by operation.id
    order by ${orderBy}
    limit ${maxOperations}`);
  return rows.map(({ id, hash, name, requests, errors, lastSeenAt }) => ({
    id,
    hash,
    name,
    requests,
    errors,
    lastSeenAt,
    period,
  }));
}

function toSearch(given: string): SQL {
  const text = toStorableText(given);
  if (text === '') return sql`true`;
  const pattern = toContainsPattern(text);
  return sql`(operation.name ilike ${pattern} or operation.text ilike ${pattern} or operation.hash like ${toPrefixPattern(text.toLowerCase())})`;
}
