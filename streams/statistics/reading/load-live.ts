import type { Sql } from 'postgres';
import { FACTURATION } from '#schema/facturation/message.ts';
import { toPositions } from '../received/load-received.ts';
import type { Positions } from '../received/positions.ts';
import { group } from '../runtime/read-invoices.ts';
import { sliceMs, windowMs } from '../topology/invoice-topology.ts';
import type { CurrencyFigures, CustomerFiguresRow } from './snapshot.ts';

/** What is shown live, for exactly the records before `positions`. Each is read in one statement, and so at one moment. */
export interface LiveTotals {
  readonly positions: Positions;
  /** By the clock, in milliseconds since 1970. */
  readonly takenAtMs: number;
  readonly allTime: readonly CurrencyFigures[];
  /** Issued in the last five seconds by the clock; exact to a tenth of a second. */
  readonly sliding: readonly CurrencyFigures[];
}

/** Some customers' totals. */
export interface CustomerTotals {
  readonly positions: Positions;
  readonly customers: readonly CustomerFiguresRow[];
}

type JsonPositions = readonly { readonly partition: number; readonly nextOffset: string }[] | null;
type JsonFigures =
  | readonly (Omit<CurrencyFigures, 'amountMinor'> & { readonly amountMinor: string })[]
  | null;
type JsonCustomers =
  | readonly (Omit<CustomerFiguresRow, 'amountMinor'> & { readonly amountMinor: string })[]
  | null;

/** What a figure counts. */
export interface Counted {
  /** Whether invoices that a simulator made up count too. */
  readonly includeSimulated: boolean;
}

/** All-time totals, and those of the last seconds at a moment of the clock. */
export async function loadLiveTotals(
  sql: Sql,
  { includeSimulated, nowMs }: Counted & { readonly nowMs: number },
): Promise<LiveTotals> {
  const fromMs = nowMs - windowMs - sliceMs;
  const [row] = await sql<{ positions: string; totals: string; sliding: string }[]>`
    select ${positionsIn(sql)} as positions,
      (select json_agg(total)::text from (
        select currency, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from totals where ${includeSimulated} or origin <> 'SIMULATED'
        group by currency having sum(count) <> 0 or sum(amount_minor) <> 0 order by currency) as total) as totals,
      (select json_agg(slice)::text from (
        select currency, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
        from partition_progress join windows using (partition)
        where size_ms = ${sliceMs} and start_ms > ${fromMs} and start_ms <= ${nowMs}
          and (${includeSimulated} or origin <> 'SIMULATED')
        group by currency order by currency) as slice) as sliding`;
  return {
    positions: readPositions(row?.positions),
    takenAtMs: nowMs,
    allTime: readFigures(row?.totals),
    sliding: readFigures(row?.sliding),
  };
}

/** The largest customers of one currency, or of each when it is null; by currency, the largest first. */
export async function loadCustomerTotals(
  sql: Sql,
  {
    first,
    currency,
    includeSimulated,
  }: Counted & { readonly first: number; readonly currency: string | null },
): Promise<CustomerTotals> {
  const figures = figuresIn(sql, includeSimulated);
  const [row] = await sql<{ positions: string; customers: string }[]>`
    select ${positionsIn(sql)} as positions,
      (select json_agg(ranked)::text from (
        select top.customer_key as "customerKey", top.customer_name as "customerName", known.currency,
          top.counted::float8 as count, top.minor::text as "amountMinor", top.named_at_ms::float8 as "namedAtMs"
        from (
          select distinct currency from totals where currency = coalesce(${currency}::text, currency)) as known
        cross join lateral (
          select customer_key, customer_name, named_at_ms, ${figures.count} as counted, ${figures.minor} as minor
          from customers where customers.currency = known.currency and ${figures.count} <> 0
          order by ${figures.minor} desc, customer_key limit ${first}) as top
        order by known.currency, top.minor desc, top.customer_key) as ranked) as customers`;
  return { positions: readPositions(row?.positions), customers: readCustomers(row?.customers) };
}

/** The totals of each customer with one of these keys, by currency. */
export async function loadCustomerTotalsByKey(
  sql: Sql,
  customerKeys: readonly string[],
  { includeSimulated }: Counted,
): Promise<CustomerTotals[]> {
  const figures = figuresIn(sql, includeSimulated);
  const [row] = await sql<{ positions: string; customers: string }[]>`
    select ${positionsIn(sql)} as positions,
      (select json_agg(found)::text from (
        select customer_key as "customerKey", customer_name as "customerName", currency,
          ${figures.count}::float8 as count, ${figures.minor}::text as "amountMinor", named_at_ms::float8 as "namedAtMs"
        from (
          select distinct value from json_array_elements_text(${JSON.stringify(customerKeys)}::text::json)
        ) as wanted(customer_key)
        join customers using (customer_key)
        where ${figures.count} <> 0
        order by currency) as found) as customers`;
  const positions = readPositions(row?.positions);
  const byKey = Map.groupBy(readCustomers(row?.customers), ({ customerKey }) => customerKey);
  return customerKeys.map((customerKey) => ({ positions, customers: byKey.get(customerKey) ?? [] }));
}

/** A customer's figures as expressions of SQL; each order by `minor` has an index. */
function figuresIn(sql: Sql, includeSimulated: boolean) {
  return includeSimulated
    ? { count: sql`(count + simulated_count)`, minor: sql`(amount_minor + simulated_minor)` }
    : { count: sql`count`, minor: sql`amount_minor` };
}

function positionsIn(sql: Sql) {
  return sql`(
    select json_agg(json_build_object('partition', partition, 'nextOffset', next_offset::text))::text
    from reader_offset where reader_group = ${group} and topic = ${FACTURATION})`;
}

function readPositions(json: string | null | undefined): Positions {
  return toPositions((JSON.parse(json ?? 'null') as JsonPositions) ?? []);
}

function readFigures(json: string | null | undefined): CurrencyFigures[] {
  const rows = (JSON.parse(json ?? 'null') as JsonFigures) ?? [];
  return rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}

function readCustomers(json: string | null | undefined): CustomerFiguresRow[] {
  const rows = (JSON.parse(json ?? 'null') as JsonCustomers) ?? [];
  return rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}
