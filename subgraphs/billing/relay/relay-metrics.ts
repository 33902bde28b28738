import { Counter, Gauge } from 'prom-client';
import type { Database } from '#platform/database/database.ts';
import { createLookedUpGauge } from '#platform/metrics/looked-up-gauge.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Round } from '#platform/outbox/relay-batch.ts';

/** The counters of the relay. */
export interface RelayMetrics {
  countRound(round: Round): void;
  countFailure(): void;
}

/** Adds the relay's figures to those of its process. The number of waiting messages is read when it is requested. */
export function createRelayMetrics({ registry }: Metrics, { sql }: Pick<Database, 'sql'>): RelayMetrics {
  const registers = [registry];
  const appended = new Counter({
    name: 'billing_relay_appended_total',
    help: 'Messages appended to the event log.',
    registers,
  });
  const failures = new Counter({
    name: 'billing_relay_failures_total',
    help: 'Rounds that failed and were tried again.',
    registers,
  });
  const active = new Gauge({
    name: 'billing_relay_active',
    help: '1 when the last round was this relay’s, 0 when another relay was at work.',
    registers,
  });
  createLookedUpGauge(registry, 'billing_outbox_pending', 'Messages that wait in the outbox.', async () => {
    const [row] = await sql<{ figure: number }[]>`select count(*)::float8 as figure from billing.outbox`;
    return row?.figure;
  });
  const lagHelp = 'How long the oldest message in the outbox has waited, in seconds.';
  createLookedUpGauge(registry, 'billing_outbox_lag_seconds', lagHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as figure
      from billing.outbox`;
    return row?.figure;
  });
  const importsHelp = 'Transactions of imports that no message in the outbox tells of yet.';
  createLookedUpGauge(registry, 'billing_unannounced_imports', importsHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select count(*)::float8 as figure from billing.unannounced_imports`;
    return row?.figure;
  });
  const paymentsHelp = 'Transactions of imported payments that no message in the outbox tells of yet.';
  createLookedUpGauge(registry, 'billing_unannounced_payments', paymentsHelp, async () => {
    const [row] = await sql<{ figure: number }[]>`
      select count(*)::float8 as figure from billing.unannounced_payments`;
    return row?.figure;
  });
  return {
    countRound(round) {
      active.set(round.kind === 'standby' ? 0 : 1);
      if (round.kind === 'relayed') appended.inc(round.count);
    },
    countFailure: () => failures.inc(),
  };
}
