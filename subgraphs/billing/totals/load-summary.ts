import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { toCells, toCustomerCells, toDailyCells } from './cells.ts';
import type { SummaryQuery } from './summary-query.ts';
import { addedFigures, type CurrencySums, currencySumColumns, type SumsRow, toSums } from './sums.ts';

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

/** A summary of whole invoices. */
export interface InvoiceSummaryQuery extends SummaryQuery {
  readonly groupBy: Exclude<SummaryQuery['groupBy'], 'PRODUCT'>;
}

/** Loads a summary from the totals that are kept, by one statement. */
export async function loadSummary(db: Reader, query: InvoiceSummaryQuery): Promise<Summary> {
  const rows = await db.execute<GroupRow>(
    query.groupBy === 'CUSTOMER' ? selectCustomers(query) : selectGroups(query),
  );
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

/** Few groups of many cells: the cells are added up once. Keys are compared as texts, as only equal values that are not null can be hashed. */
function selectGroups(query: InvoiceSummaryQuery): SQL {
  const { groupBy, customerIds } = query;
  const cells =
    customerIds === undefined
      ? toDailyCells(query)
      : toCustomerCells(query, { byMonth: groupBy === 'MONTH' });
  return sql`
    with grouped as materialized (
      select ${toKey(query)} as key, class & 4 as class, ${addedFigures} from (${cells}) as kept
      group by 1, 2, currency),
    ranked as (
      select key, row_number() over (order by key nulls last) as place, count(*) over () as all_groups
      from (select key from grouped group by key having sum(invoices) <> 0) as one)
    select true as "isAll", null as key, 0 as place, 0::text as "groupCount", ${currencySumColumns} from grouped
    group by currency having sum(invoices) <> 0
    union all
    select false, ${groupBy === 'STATUS' ? statusOfKey : sql`ranked.key::text`}, ranked.place, ranked.all_groups::text,
      ${currencySumColumns} from grouped
    join ranked on coalesce(ranked.key::text, '') = coalesce(grouped.key::text, '') and ranked.place <= ${query.first}
    group by ranked.key, ranked.place, ranked.all_groups, currency having sum(invoices) <> 0
    order by place, currency`;
}

/**
 * Many customers of whom few are shown: all are ranked by their amount, or by their documents if currencies differ, and only
 * the figures of those are added up. They are sorted as far as they are shown, and numbered after that.
 */
function selectCustomers(query: InvoiceSummaryQuery): SQL {
  const rank = query.currency === undefined ? sql`sum(invoices)` : sql`sum(total_minor)`;
  const shown = sql`array(select key from ranked)`;
  return sql`
    with added as materialized (
      select customer_id as key, ${rank} as rank
      from (${toCustomerCells(query, { byMonth: false, isRanked: true })}) as kept
      group by customer_id having sum(invoices) <> 0),
    ranked as materialized (
      select key, row_number() over (order by rank desc, key) as place, (select count(*) from added) as all_groups
      from (select * from added order by rank desc, key limit ${query.first}) as first)
    select true as "isAll", null as key, 0 as place, 0::text as "groupCount", ${currencySumColumns}
    from (${toCells(query)}) as kept group by currency having sum(invoices) <> 0
    union all
    select false, nullif(ranked.key, '00000000-0000-0000-0000-000000000000')::text, ranked.place,
      ranked.all_groups::text, ${currencySumColumns}
    from (${toCustomerCells(query, { byMonth: false, customers: shown })}) as kept
    join ranked on ranked.key = kept.customer_id
    group by ranked.key, ranked.place, ranked.all_groups, currency having sum(invoices) <> 0
    order by place, currency`;
}

const statusOfKey = sql.raw(`(array['DRAFT', 'ISSUED', 'PAID', 'VOID'])[ranked.key + 1]`);

/** Drafts have no day and come last. */
function toKey({ groupBy, customerIds }: InvoiceSummaryQuery): SQL {
  if (groupBy === 'STATUS') return sql.raw('(class & 3)');
  const day = sql.raw(`nullif(${customerIds === undefined ? 'day' : 'month'}, '-infinity')`);
  return groupBy === 'DAY' ? day : sql`date_trunc('month', ${day}::timestamp)::date`;
}
