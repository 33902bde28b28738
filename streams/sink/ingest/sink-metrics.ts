import { Counter, Gauge, type Registry } from 'prom-client';

/** The sink's own figures. */
export interface SinkMetrics {
  readonly stored: Counter;
  readonly repeats: Counter;
  readonly dead: Counter;
  readonly failures: Counter;
  readonly lag: Gauge<'partition'>;
  readonly csvRows: Counter;
  readonly csvBytes: Counter;
}

export function createSinkMetrics(registry: Registry): SinkMetrics {
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    stored: count('sink_stored_messages_total', 'Messages stored.'),
    repeats: count('sink_repeated_messages_total', 'Messages that were stored already.'),
    dead: count('sink_dead_messages_total', 'Messages that cannot be stored and became dead letters.'),
    failures: count('sink_failures_total', 'Failures that the sink recovered from by itself.'),
    lag: new Gauge({
      name: 'sink_lag_messages',
      help: 'Messages in the log that are not stored yet.',
      labelNames: ['partition'] as const,
      registers,
    }),
    csvRows: count('sink_csv_rows_total', 'Rows written to CSV files.'),
    csvBytes: count('sink_csv_bytes_total', 'Bytes written to CSV files.'),
  };
}
