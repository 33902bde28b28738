import type { Sql } from 'postgres';
import { Counter } from 'prom-client';
import { createLookedUpGauge } from '#platform/metrics/looked-up-gauge.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { StockWorkerFigures } from './stock-worker.ts';

/** The number of failures from which a release is taken for stuck: a person should look at it. */
const stuckAttempts = 8;

/** Adds the figures of the stock of invoices to those of the process. */
export function createStockFigures({ registry }: Metrics, sql: Sql): StockWorkerFigures {
  const registers = [registry];
  const released = new Counter({
    name: 'billing_stock_releases_total',
    help: 'Releases of stock that the product service confirmed.',
    registers,
  });
  const failures = new Counter({
    name: 'billing_stock_release_failures_total',
    help: 'Releases of stock that failed and are tried again.',
    registers,
  });
  const pendingHelp = 'Reservations and releases of stock that are not finished.';
  createLookedUpGauge(registry, 'billing_stock_tasks_pending', pendingHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select count(*)::float8 as figure from billing.stock_tasks where state = 'PENDING'`;
    return row?.figure;
  });
  const ageHelp = 'The age of the oldest of them, in seconds.';
  createLookedUpGauge(registry, 'billing_stock_oldest_task_seconds', ageHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as figure
      from billing.stock_tasks where state = 'PENDING'`;
    return row?.figure;
  });
  const stuckHelp = `Releases of stock that failed ${stuckAttempts} times or more; they are tried on.`;
  createLookedUpGauge(registry, 'billing_stock_tasks_stuck', stuckHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select count(*)::float8 as figure from billing.stock_tasks
      where state = 'PENDING' and attempts >= ${stuckAttempts}`;
    return row?.figure;
  });
  return { countReleased: () => released.inc(), countFailure: () => failures.inc() };
}
