import { Counter, type Registry } from 'prom-client';
import { addLagGauge } from '#platform/metrics/add-lag-gauge.ts';

/** The sink's own figures. */
export interface SinkMetrics {
  readonly stored: Counter;
  readonly repeats: Counter;
  readonly dead: Counter;
  readonly lost: Counter;
  readonly failures: Counter;
  readonly csvRows: Counter;
  readonly csvBytes: Counter;
}

/**
 * Creates the figures.
 *
 * @param loadLag for each partition how many messages the log has that are not stored yet; asked for when figures are
 */
export function createSinkMetrics(
  registry: Registry,
  loadLag: () => Promise<readonly bigint[]>,
): SinkMetrics {
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  addLagGauge(
    registry,
    'sink_lag_messages',
    'Messages in the log that are not stored yet; absent while the log or the database is away.',
    loadLag,
  );
  return {
    stored: count('sink_stored_messages_total', 'Messages stored.'),
    repeats: count('sink_repeated_messages_total', 'Messages that were stored already.'),
    dead: count('sink_dead_messages_total', 'Messages that cannot be stored and became dead letters.'),
    lost: count('sink_lost_messages_total', 'Messages that the log deleted before the sink had them.'),
    failures: count('sink_failures_total', 'Failures that the sink recovered from by itself.'),
    csvRows: count('sink_csv_rows_total', 'Rows written to CSV files.'),
    csvBytes: count('sink_csv_bytes_total', 'Bytes written to CSV files.'),
  };
}
