import type { PendingQuery, Row, Sql } from 'postgres';
import type { Counted } from '../counted.ts';
import { type CurrencyFigures, sumKinds } from '../currency-figures.ts';
import { readJsonRows } from '../json-rows.ts';
import { positionsIn, readPositions } from '../read-positions.ts';
import type { Positions } from '../received/positions.ts';
import type { KindSum } from '../settlement.ts';
import type { CustomerKey, CustomerSum } from './customer-sum.ts';

/** A customer's invoices in one currency, of those that are counted. */
export type CustomerInvoices = Omit<CustomerSum, 'simulated'> & CustomerKey;

/** A customer's figures in one currency. */
type CustomerTotalRow = CustomerInvoices & CurrencyFigures;

/** A row as the database gives it: the settlements as a list, null if there is none. */
type LoadedRow = CustomerInvoices & {
  readonly settled:
    | readonly { readonly kind: KindSum['kind']; readonly count: number; readonly minor: string }[]
    | null;
};

/** Totals of some customers for exactly the records before `positions`. */
export interface StoredCustomerTotals {
  readonly positions: Positions;
  readonly customers: readonly CustomerTotalRow[];
}

/** Loads the largest customers of one currency, or of each if it is null; by currency, the largest first. */
export async function loadCustomerTotals(
  sql: Sql,
  {
    first,
    currency,
    includeSimulated,
  }: Counted & { readonly first: number; readonly currency: string | null },
): Promise<StoredCustomerTotals> {
  const sum = sumIn(sql, includeSimulated);
  const [row] = await sql<{ positions: string; customers: string }[]>`
    select ${positionsIn(sql)} as positions,
      (select json_agg(ranked)::text from (
        select top.customer_key as "customerKey", top.customer_name as "customerName", known.currency,
          top.counted::float8 as count, top.minor::text as "amountMinor", top.named_at_ms::float8 as "namedAtMs",
          ${settledIn(sql, sql`top.customer_key`, sql`known.currency`)} as settled
        from (
          select distinct currency from totals where currency = coalesce(${currency}::text, currency)) as known
        cross join lateral (
          select customer_key, customer_name, named_at_ms, ${sum.count} as counted, ${sum.minor} as minor
          from customers where customers.currency = known.currency and ${sum.count} <> 0
          order by ${sum.minor} desc, customer_key limit ${first}) as top
        order by known.currency, top.minor desc, top.customer_key) as ranked) as customers`;
  return {
    positions: readPositions(row?.positions),
    customers: readJsonRows<LoadedRow>(row?.customers).map(toTotalRow),
  };
}

/** Loads the totals of each customer with one of these keys, by currency. */
export async function loadCustomerTotalsByKey(
  sql: Sql,
  customerKeys: readonly string[],
  { includeSimulated }: Counted,
): Promise<StoredCustomerTotals[]> {
  const sum = sumIn(sql, includeSimulated);
  const [row] = await sql<{ positions: string; customers: string }[]>`
    select ${positionsIn(sql)} as positions,
      (select json_agg(found)::text from (
        select customer_key as "customerKey", customer_name as "customerName", currency,
          ${sum.count}::float8 as count, ${sum.minor}::text as "amountMinor", named_at_ms::float8 as "namedAtMs",
          ${settledIn(sql, sql`customers.customer_key`, sql`customers.currency`)} as settled
        from (
          select distinct value from json_array_elements_text(${JSON.stringify(customerKeys)}::text::json)
        ) as wanted(customer_key)
        join customers using (customer_key)
        where ${sum.count} <> 0
        order by currency) as found) as customers`;
  const positions = readPositions(row?.positions);
  const rows = readJsonRows<LoadedRow>(row?.customers).map(toTotalRow);
  const byKey = Map.groupBy(rows, ({ customerKey }) => customerKey);
  return customerKeys.map((customerKey) => ({ positions, customers: byKey.get(customerKey) ?? [] }));
}

/** A customer's settlements of one currency as an expression of SQL. */
function settledIn(sql: Sql, customerKey: PendingQuery<Row[]>, currency: PendingQuery<Row[]>) {
  return sql`(
    select json_agg(json_build_object('kind', settled.kind, 'count', settled.count, 'minor', settled.amount_minor::text))
    from customer_settlements as settled
    where settled.customer_key = ${customerKey} and settled.currency = ${currency})`;
}

/** Reads the settlements of a row. */
function toTotalRow({ settled, ...row }: LoadedRow): CustomerTotalRow {
  const sums = settled?.map(({ kind, count, minor }) => ({ kind, count, amountMinor: BigInt(minor) }));
  return { ...row, ...sumKinds(sums ?? []) };
}

/** A customer's sum as expressions of SQL; each order by `minor` has an index. */
function sumIn(sql: Sql, includeSimulated: boolean) {
  return includeSimulated
    ? { count: sql`(count + simulated_count)`, minor: sql`(amount_minor + simulated_minor)` }
    : { count: sql`count`, minor: sql`amount_minor` };
}
