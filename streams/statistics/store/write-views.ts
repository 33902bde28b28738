import type { ISql } from 'postgres';
import type { BatchOutcome } from '../runtime/partition-statistics.ts';
import { mostAheadMs, sliceMs, windowMs } from '../topology/invoice-topology.ts';

/** How long windows can be read, in stream time. */
const keepWindowsMs = 3_600_000;
/** The sliding figure is of the clock's last seconds, and stream time may be ahead of the clock. */
const keepSlicesMs = 2 * mostAheadMs;

/** Stores the figures that changed, for whoever reads them. */
export function writeViews(
  tx: ISql,
  partition: number,
  { views, progress }: Pick<BatchOutcome, 'views' | 'progress'>,
): Promise<unknown>[] {
  const statements: Promise<unknown>[] = [];
  if (views.totals.length > 0) {
    statements.push(tx`
      insert into totals (partition, currency, origin, count, amount_minor)
      select ${partition}, currency, origin, count, "amountMinor"
      from json_to_recordset(${toJson(views.totals)}::text::json)
        as total(currency text, origin text, count bigint, "amountMinor" numeric)
      on conflict (partition, currency, origin) do update set count = excluded.count, amount_minor = excluded.amount_minor`);
  }
  if (views.imported.length > 0) {
    statements.push(tx`
      insert into totals as stored (partition, currency, origin, count, amount_minor)
      select ${partition}, currency, origin, count, "amountMinor"
      from json_to_recordset(${toJson(views.imported)}::text::json)
        as added(currency text, origin text, count bigint, "amountMinor" numeric)
      on conflict (partition, currency, origin) do update set
        count = stored.count + excluded.count, amount_minor = stored.amount_minor + excluded.amount_minor`);
  }
  if (views.windows.length > 0) {
    statements.push(
      tx`
      insert into windows (partition, size_ms, start_ms, currency, origin, count, amount_minor)
      select ${partition}, "sizeMs", "startMs", currency, origin, count, "amountMinor"
      from json_to_recordset(${toJson(views.windows)}::text::json)
        as win("sizeMs" int, "startMs" bigint, currency text, origin text, count bigint, "amountMinor" numeric)
      on conflict (partition, size_ms, start_ms, currency, origin)
        do update set count = excluded.count, amount_minor = excluded.amount_minor`,
      deleteBefore(tx, partition, windowMs, progress.streamTimeMs - keepWindowsMs),
      deleteBefore(tx, partition, sliceMs, progress.streamTimeMs - keepSlicesMs),
    );
  }
  // Last, as rows of customers may be those of another partition's batch too.
  if (views.customers.length > 0) {
    statements.push(addToCustomers(tx, views.customers));
  }
  return statements;
}

/** Batches of other partitions may add to the same customers; all lock them in the same order, so that none waits in a circle. */
function addToCustomers(tx: ISql, customers: BatchOutcome['views']['customers']): Promise<unknown> {
  return tx`
    insert into customers as stored (
      customer_key, currency, customer_name, named_at_ms, count, amount_minor, simulated_count, simulated_minor)
    select "customerKey", currency, "customerName", "namedAtMs", count, "amountMinor",
      (simulated->>'count')::bigint, (simulated->>'amountMinor')::numeric
    from json_to_recordset(${toJson(customers)}::text::json) as added(
      "customerKey" text, currency text, "customerName" text, "namedAtMs" bigint, count bigint, "amountMinor" numeric,
      simulated json)
    order by "customerKey" collate "C", currency collate "C"
    on conflict (customer_key, currency) do update set
      customer_name = case
        when excluded.named_at_ms >= stored.named_at_ms then excluded.customer_name else stored.customer_name end,
      named_at_ms = greatest(stored.named_at_ms, excluded.named_at_ms),
      count = stored.count + excluded.count,
      amount_minor = stored.amount_minor + excluded.amount_minor,
      simulated_count = stored.simulated_count + excluded.simulated_count,
      simulated_minor = stored.simulated_minor + excluded.simulated_minor`;
}

function deleteBefore(tx: ISql, partition: number, sizeMs: number, timeMs: number): Promise<unknown> {
  return tx`delete from windows where partition = ${partition} and size_ms = ${sizeMs} and start_ms < ${timeMs}`;
}

function toJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
