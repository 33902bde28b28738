import {
  and,
  getViewSelectedFields,
  ilike,
  inArray,
  type PostgresJsDatabase,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import { jobOverviews } from '../jobs/tables.ts';
import type { ImportJobFilter, QueryImportJobsArgs } from './generated/types.ts';
import type { ImportJobConnectionModel } from './models.ts';

/** Loads one page of all jobs that match a filter, the newest first. */
export async function listJobs(
  db: Pick<PostgresJsDatabase, 'select' | '$count'>,
  args: Partial<QueryImportJobsArgs>,
): Promise<ImportJobConnectionModel> {
  const page = parsePage(args, 'NUMBER DESC');
  const keyset = toKeysetQuery(page, {
    expression: sql`${jobOverviews.number}`,
    type: 'bigint',
    direction: 'DESC',
    id: sql`${jobOverviews.id}`,
  });
  const condition = toCondition(args.filter);
  const rows = await db
    .select({ ...getViewSelectedFields(jobOverviews), value: keyset.cursorValue })
    .from(jobOverviews)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    (row) => row,
    async () => db.$count(jobOverviews, condition),
  );
}

function toCondition(filter: ImportJobFilter | null | undefined): SQL | undefined {
  const { status, fileName } = filter ?? {};
  return and(
    status ? inArray(jobOverviews.status, [...new Set(status)]) : undefined,
    typeof fileName === 'string' ? toSearch(fileName) : undefined,
  );
}

function toSearch(fileName: string): SQL {
  const text = toSearchText(fileName);
  if (text === undefined) return sql`false`;
  // A file's name is stored as in the file system: some decompose it.
  return ilike(sql`normalize(${jobOverviews.fileName})`, toContainsPattern(text));
}
