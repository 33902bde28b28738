import {
  and,
  eq,
  getTableColumns,
  isNull,
  type PostgresJsDatabase,
  sql,
} from '#platform/database/drizzle.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { toListedKey } from '../../keys/key-store.ts';
import { apiKeys } from '../../keys/tables.ts';
import { toStorableText } from '../../storable-text.ts';
import type { QueryRegistryKeysArgs } from '../generated/types.ts';
import type { RegistryKeyConnectionModel } from '../models.ts';

/** Lists the keys that are good page by page, the newest first; those for one graph if it is named. */
export async function listKeys(
  db: PostgresJsDatabase,
  args: Partial<QueryRegistryKeysArgs>,
): Promise<RegistryKeyConnectionModel> {
  const page = parsePage(args, 'CREATED DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${apiKeys.createdAt}`,
    type: 'timestamptz',
    direction: 'DESC',
    id: sql`${apiKeys.id}`,
  });
  const condition = and(
    isNull(apiKeys.deletedAt),
    typeof args.graph === 'string' ? eq(apiKeys.graph, toStorableText(args.graph)) : undefined,
  );
  const rows = await db
    .select({ ...getTableColumns(apiKeys), value: keyset.cursorValue })
    .from(apiKeys)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(page, rows, toListedKey, () => db.$count(apiKeys, condition));
}
