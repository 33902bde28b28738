import { Counter, type Registry } from 'prom-client';
import { addLagGauge } from '#platform/metrics/add-lag-gauge.ts';

/** The figures of the reader of events. */
export interface NoticeMetrics {
  readonly added: Counter;
  readonly dead: Counter;
  readonly lost: Counter;
  readonly failures: Counter;
}

/**
 * Creates the figures.
 *
 * @param loadLag for each partition the number of events that the log has and that are not read yet; called when figures are asked for
 */
export function createNoticeMetrics(
  registry: Registry,
  loadLag: () => Promise<readonly bigint[]>,
): NoticeMetrics {
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  addLagGauge(
    registry,
    'workspace_lag_events',
    'Events in the log that are not read yet; absent while the log or the database is away.',
    loadLag,
  );
  return {
    added: count('workspace_notices_total', 'Notices that were made of events.'),
    dead: count('workspace_dead_events_total', 'Events that cannot be read and became dead letters.'),
    lost: count('workspace_lost_events_total', 'Events that the log deleted before they were read.'),
    failures: count('workspace_failures_total', 'Failures of reading that were tried again.'),
  };
}
