import {
  and,
  eq,
  getTableColumns,
  inArray,
  type PostgresJsDatabase,
  sql,
} from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { importRequests } from '../queue/tables.ts';
import type { QueryImportRequestsArgs } from './generated/types.ts';
import type { ImportRequestConnectionModel, ImportRequestModel } from './models.ts';

type Reader = Pick<PostgresJsDatabase, 'select' | '$count'>;

const { subject: _subject, mapping: _mapping, ...columns } = getTableColumns(importRequests);

/** Finds a request; undefined if there is none, or if the text is not an id. */
export async function findRequest(db: Reader, id: string): Promise<ImportRequestModel | undefined> {
  if (!isUuid(id)) return undefined;
  const [request] = await db.select(columns).from(importRequests).where(eq(importRequests.id, id));
  return request;
}

/** Loads one page of all requests that match a filter, the newest first. */
export async function listRequests(
  db: Reader,
  args: Partial<QueryImportRequestsArgs>,
): Promise<ImportRequestConnectionModel> {
  const page = parsePage(args, 'CREATED DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${importRequests.createdAt}`,
    type: 'timestamptz',
    direction: 'DESC',
    id: sql`${importRequests.id}`,
  });
  const { status, kind } = args.filter ?? {};
  const condition = and(
    status ? inArray(importRequests.status, [...new Set(status)]) : undefined,
    kind ? inArray(importRequests.kind, [...new Set(kind)]) : undefined,
  );
  const rows = await db
    .select({ ...columns, value: keyset.cursorValue })
    .from(importRequests)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    (row) => row,
    async () => db.$count(importRequests, condition),
  );
}
