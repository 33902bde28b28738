import type { Sql, TransactionSql } from 'postgres';
import { FACTURATION } from '#schema/facturation/message.ts';
import type { CustomerInvoices } from '../figures/customer-totals/load-customer-totals.ts';
import type { WindowSum } from '../figures/live-totals/live-totals-changes.ts';
import type { OriginSum } from '../figures/live-totals/series.ts';
import type { KindSum } from '../figures/settlement.ts';
import type { PartitionProgress } from '../runtime/partition-statistics.ts';
import { readerGroup } from '../store/reader-group.ts';
import { type PartitionPosition, type Snapshot, type StoredFigures, toSnapshot } from './snapshot.ts';

/** Amounts are read as text, since they may outgrow every number of JavaScript but bigint. */
type Row<Type> = { readonly [Name in keyof Type]: Type[Name] extends bigint ? string : Type[Name] };

/**
 * Reads all figures as they were at one moment, with the position in the log for which they stand. Writers do not wait.
 *
 * @param topCount how many customers to give of each currency
 */
export async function loadSnapshot(
  sql: Sql,
  options: { nowMs: number; topCount?: number },
): Promise<Snapshot> {
  const { nowMs, topCount = 10 } = options;
  const stored = await sql.begin(
    'isolation level repeatable read read only',
    async (tx): Promise<StoredFigures> => ({
      positions: await loadPositions(tx),
      totals: await loadTotals(tx),
      settlements: await loadSettlements(tx),
      windows: await loadWindows(tx),
      topCustomers: await loadTopCustomers(tx, topCount),
    }),
  );
  return toSnapshot(stored, nowMs);
}

async function loadPositions(tx: TransactionSql): Promise<PartitionPosition[]> {
  const rows = await tx<({ partition: number; nextOffset: string } & PartitionProgress)[]>`
    select partition, next_offset::text as "nextOffset", counted::float8, imported::float8, settled::float8,
      repeated::float8, dead::float8, ahead::float8, late::float8, stream_time_ms::float8 as "streamTimeMs"
    from reader_offset join partition_progress using (partition)
    where reader_group = ${readerGroup} and topic = ${FACTURATION}
    order by partition`;
  return rows.map(({ partition, nextOffset, ...progress }) => ({
    partition,
    nextOffset: BigInt(nextOffset),
    progress,
  }));
}

async function loadTotals(tx: TransactionSql): Promise<OriginSum[]> {
  const rows = await tx<Row<OriginSum>[]>`
    select currency, origin, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
    from totals group by currency, origin having sum(count) <> 0 or sum(amount_minor) <> 0`;
  return rows.map(toSum);
}

async function loadSettlements(tx: TransactionSql): Promise<KindSum[]> {
  const rows = await tx<Row<KindSum>[]>`
    select currency, kind, sum(count)::float8 as count, sum(amount_minor)::text as "amountMinor"
    from settlement_totals group by currency, kind having sum(count) <> 0 or sum(amount_minor) <> 0`;
  return rows.map(toSum);
}

async function loadWindows(tx: TransactionSql): Promise<WindowSum[]> {
  const rows = await tx<Row<WindowSum>[]>`
    select currency, origin, size_ms as "sizeMs", start_ms::float8 as "startMs", sum(count)::float8 as count,
      sum(amount_minor)::text as "amountMinor"
    from windows group by currency, origin, size_ms, start_ms`;
  return rows.map(toSum);
}

async function loadTopCustomers(tx: TransactionSql, topCount: number): Promise<CustomerInvoices[]> {
  const rows = await tx<Row<CustomerInvoices>[]>`
    select top.customer_key as "customerKey", top.customer_name as "customerName", known.currency,
      top.count::float8 as count, top.amount_minor::text as "amountMinor", top.named_at_ms::float8 as "namedAtMs"
    from (select distinct currency from totals) as known
    cross join lateral (
      select * from customers where customers.currency = known.currency and count <> 0
      order by amount_minor desc, customer_key
      limit ${topCount}) as top
    order by known.currency, top.amount_minor desc, top.customer_key`;
  return rows.map(toSum);
}

function toSum<Type extends { readonly amountMinor: string }>(
  row: Type,
): Omit<Type, 'amountMinor'> & { amountMinor: bigint } {
  return { ...row, amountMinor: BigInt(row.amountMinor) };
}
