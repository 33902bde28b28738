import type { Sql } from 'postgres';
import { formatCursor } from '#platform/graphql/cursor.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { BenchOrder } from './list-cases.ts';

const columns: Readonly<Record<BenchOrder['field'], string>> = {
  NUMBER: 'series::bigint * 1000000000 + sequence',
  ISSUE_DATE: 'issue_date',
  DUE_DATE: 'due_date',
  TOTAL: 'total_minor',
  CREATED_AT: 'id',
  UPDATED_AT: 'updated_at',
};

/**
 * Cursors from a tenth to nine tenths of the invoices that have a value of the order, as the list gives them.
 *
 * @throws {Error} if the list does not know one of them as its own
 */
export async function readCursors(
  sql: Sql,
  client: GraphqlClient,
  { field, direction }: BenchOrder,
): Promise<string[]> {
  const key = columns[field];
  const rows = await sql.unsafe<{ value: string; id: string }[]>(`
    select value, id from (
      select (${key})::text as value, id, row_number() over (order by ${key}, id) as place, count(*) over () as all
      from billing.invoices where ${key} is not null) as listed
    where place % (listed.all / 10) = 0 limit 9`);
  const cursors = rows.map((row) => formatCursor(`${field} ${direction}`, row));
  for (const after of cursors) {
    const { errors } = await client(
      'query ($after: String, $orderBy: InvoiceOrder) { invoices(first: 1, after: $after, orderBy: $orderBy) { edges { cursor } } }',
      { after, orderBy: { field, direction } },
    );
    if (errors.length > 0)
      throw new Error(`A cursor of ${field} is not one of the list: ${errors[0]?.message}`);
  }
  return cursors;
}
