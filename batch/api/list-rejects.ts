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
import { rejects } from '../jobs/tables.ts';
import type { ImportJobRejectsArgs } from './generated/types.ts';
import type { ImportRejectConnectionModel } from './models.ts';

/** Loads one page of the rejected rows of a job, in the order of the file. */
export async function listRejects(
  db: Pick<PostgresJsDatabase, 'select' | '$count'>,
  jobId: string,
  args: Partial<ImportJobRejectsArgs>,
): Promise<ImportRejectConnectionModel> {
  const page = parsePage(args, 'ROW ASC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${rejects.rowNumber}`,
    type: 'bigint',
    direction: 'ASC',
    // The row's number alone is unique within the job.
    id: sql`${rejects.instanceId}`,
  });
  const { code } = args;
  const condition = and(eq(rejects.instanceId, jobId), typeof code === 'string' ? toReason(code) : undefined);
  const rows = await db
    .select({ ...getTableColumns(rejects), id: rejects.instanceId, value: keyset.cursorValue })
    .from(rejects)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    (row) => row,
    async () => db.$count(rejects, condition),
  );
}

/** Creates the condition for a code. A text that is not a code (upper case with underscores) matches no row. */
function toReason(code: string): SQL {
  return /^[A-Z0-9_]{1,100}$/.test(code) ? eq(rejects.code, code) : sql`false`;
}
