import { Counter, type Registry } from 'prom-client';
import { addLagGauge } from '#platform/metrics/add-lag-gauge.ts';

/** The figures of the reader of entries. */
export interface AuditMetrics {
  readonly added: Counter;
  readonly dead: Counter;
  readonly lost: Counter;
  readonly failures: Counter;
}

/**
 * Creates the figures.
 *
 * @param loadLag for each partition the number of entries that the log has and that are not read yet; called when figures are asked for
 */
export function createAuditMetrics(
  registry: Registry,
  loadLag: () => Promise<readonly bigint[]>,
): AuditMetrics {
  const registers = [registry];
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  addLagGauge(
    registry,
    'audit_lag_entries',
    'Audit entries in the log that are not read yet; absent while the log or the database is away.',
    loadLag,
  );
  return {
    added: count('audit_entries_total', 'Entries that were added to the trail.'),
    dead: count('audit_dead_entries_total', 'Records that are not entries and became dead letters.'),
    lost: count('audit_lost_entries_total', 'Entries that the log deleted before they were read.'),
    failures: count('audit_failures_total', 'Failures of reading that were tried again.'),
  };
}
