import { and, eq, getTableColumns, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { auditEntries } from '../../graphs/tables.ts';
import { toStorableText } from '../../storable-text.ts';
import type { QueryRegistryAuditArgs } from '../generated/types.ts';
import type { RegistryAuditEntryConnectionModel } from '../models.ts';

/** Lists changes page by page, the newest first; those of one graph or variant if it is named. */
export async function listAudit(
  db: PostgresJsDatabase,
  args: Partial<QueryRegistryAuditArgs>,
): Promise<RegistryAuditEntryConnectionModel> {
  const page = parsePage(args, 'POSITION DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${auditEntries.position}`,
    type: 'bigint',
    direction: 'DESC',
  });
  const condition = and(
    typeof args.graph === 'string' ? eq(auditEntries.graph, toStorableText(args.graph)) : undefined,
    typeof args.variant === 'string' ? eq(auditEntries.variant, toStorableText(args.variant)) : undefined,
  );
  const rows = await db
    .select({ ...getTableColumns(auditEntries), value: keyset.cursorValue })
    .from(auditEntries)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows.map((row) => ({ ...row, id: '' })),
    ({ value: _value, id: _id, ...entry }) => entry,
    () => db.$count(auditEntries, condition),
  );
}
