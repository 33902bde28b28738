import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toCustomerCells, toDailyCells } from './cells.ts';
import type { SummaryQuery } from './summary-query.ts';
import { type CurrencySums, currencySumColumns, figureColumns, type SumsRow, toSums } from './sums.ts';

/** CurrencySums of all invoices of a summary and of each group. */
export interface Summary {
  readonly sums: readonly CurrencySums[];
  readonly groupCount: number;
  readonly groups: readonly SummaryGroup[];
}

interface SummaryGroup {
  /** A status, the id of a customer or a day; null for invoices of no known customer, and for drafts, which have no day. */
  readonly key: string | null;
  readonly sums: readonly CurrencySums[];
}

type GroupRow = SumsRow & {
  readonly key: string | null;
  readonly isAll: boolean;
  readonly groupCount: string;
};

const statusKey = sql.raw(
  `case class & 3 when 0 then 'DRAFT' when 1 then 'ISSUED' when 2 then 'PAID' else 'VOID' end`,
);
const dayKey = (day: string) => sql.raw(`nullif(${day}, '-infinity')::text`);

/** A summary of whole invoices. */
export interface InvoiceSummaryQuery extends SummaryQuery {
  readonly groupBy: Exclude<SummaryQuery['groupBy'], 'PRODUCT'>;
}

/** Loads a summary from the totals that are kept, by one statement. */
export async function loadSummary(db: Reader, query: InvoiceSummaryQuery): Promise<Summary> {
  const rows = await db.execute<GroupRow>(sql`
    with cell as materialized (select coalesce(${toKey(query)}, '') as key, ${figureColumns}
      from (${toCells(query)}) as kept),
    grouped as (
      select key, currency, sum(invoices) as documents, sum(total_minor) as amount from cell group by key, currency
      having sum(invoices) <> 0),
    ranked as (
      select key, row_number() over (order by ${toRank(query)}) as place, count(*) over () as all_groups
      from grouped group by key)
    select true as "isAll", null as key, 0 as place, 0::text as "groupCount", ${currencySumColumns} from cell
    group by currency having sum(invoices) <> 0
    union all
    select false, nullif(cell.key, ''), ranked.place, ranked.all_groups::text, ${currencySumColumns} from cell
    join ranked on cell.key = ranked.key and ranked.place <= ${query.first}
    group by cell.key, ranked.place, ranked.all_groups, currency having sum(invoices) <> 0
    order by place, currency`);
  const groups = Map.groupBy(
    rows.filter(({ isAll }) => !isAll),
    ({ key }) => key,
  );
  return {
    sums: rows.filter(({ isAll }) => isAll).map(toSums),
    groupCount: Number(rows.find(({ isAll }) => !isAll)?.groupCount ?? 0),
    groups: [...groups].map(([key, ofKey]) => ({ key, sums: ofKey.map(toSums) })),
  };
}

function toCells(query: InvoiceSummaryQuery): SQL {
  const { groupBy, customerIds } = query;
  if (groupBy === 'CUSTOMER') return toCustomerCells(query, { byMonth: false });
  if (customerIds === undefined) return toDailyCells(query);
  return toCustomerCells(query, { byMonth: groupBy === 'MONTH' });
}

function toKey({ groupBy, customerIds }: InvoiceSummaryQuery): SQL {
  if (groupBy === 'STATUS') return statusKey;
  if (groupBy === 'CUSTOMER') return sql`nullif(customer_id, '00000000-0000-0000-0000-000000000000')::text`;
  if (groupBy === 'DAY') return dayKey('day');
  return dayKey(customerIds === undefined ? `date_trunc('month', day::timestamp)::date` : 'month');
}

/** Days and months follow each other; customers are ranked by their amount, or by their documents if currencies differ. */
function toRank({ groupBy, currency }: InvoiceSummaryQuery): SQL {
  if (groupBy === 'DAY' || groupBy === 'MONTH') return sql`nullif(key, '')`;
  if (groupBy === 'STATUS') return sql`array_position(array['DRAFT', 'ISSUED', 'PAID', 'VOID'], key)`;
  return currency === undefined ? sql`sum(documents) desc, key` : sql`sum(amount) desc, key`;
}
