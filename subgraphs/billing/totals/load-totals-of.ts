import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isInClass } from '../store/list-class.ts';
import type { InvoicesOfQuery } from '../store/list-invoices-of.ts';
import { invoices } from '../tables.ts';
import { toCustomerCells } from './cells.ts';
import { mostCounted, toTotals } from './load-sums.ts';
import {
  currencySumColumns,
  figureColumns,
  type ListTotals,
  ledgerFigures,
  type SumsRow,
  toSums,
} from './sums.ts';

/** The totals of the lists of several owners, in the order of their ids, by one statement. */
export async function loadTotalsOf(
  db: Reader,
  ownerIds: readonly string[],
  query: InvoicesOfQuery,
): Promise<ListTotals[]> {
  const rows = await db.execute<SumsRow & { owner: string }>(sql`
    select owner, ${currencySumColumns} from (${toCells(ownerIds, query)}) as cell
    group by owner, currency having sum(invoices) <> 0 order by currency`);
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return ownerIds.map((id) =>
    toTotals((byOwner.get(id) ?? []).map(toSums), { isKept: query.kept !== undefined }),
  );
}

function toCells(ownerIds: readonly string[], { owner, classes, condition, kept }: InvoicesOfQuery): SQL {
  if (kept !== undefined) {
    const cells = toCustomerCells({ ...kept, customerIds: ownerIds }, { byMonth: false });
    return sql`select customer_id as owner, ${figureColumns} from (${cells}) as kept`;
  }
  return sql`select wanted.owner, of_each.* from unnest(${toPgArray(ownerIds)}::uuid[]) as wanted (owner)
    cross join lateral (
      select ${ledgerFigures()} from ${invoices}
      where ${and(sql`${invoices[owner]} = wanted.owner`, isInClass(...classes), condition)} limit ${mostCounted + 1}) as of_each`;
}
