import { Counter, Gauge } from 'prom-client';
import type { LogBatch } from '#platform/event-log/event-log.ts';
import { addLagGauge } from '#platform/metrics/add-lag-gauge.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { PartitionProgress } from './runtime/partition-statistics.ts';

/** The metrics of the work on the log. */
export interface StatisticsMetrics {
  /** Counts a batch that has been stored. */
  countBatch(batch: LogBatch, progress: PartitionProgress): void;
  countFailure(): void;
  /** Forgets a partition that another process reads from now on. */
  forget(partition: number): void;
}

/** @param readEnds the end of each partition; asked when the figures are */
export function createStatisticsMetrics(
  { registry }: Metrics,
  readEnds: () => Promise<readonly bigint[]>,
): StatisticsMetrics {
  const registers = [registry];
  const labelNames = ['partition'] as const;
  const positions = new Map<number, bigint>();
  const processed = new Counter({
    name: 'statistics_records_processed_total',
    help: 'Records of the log that this process has stored the effect of.',
    labelNames,
    registers,
  });
  const lost = new Counter({
    name: 'statistics_lost_records_total',
    help: 'Records that the log deleted before they were read.',
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: 'statistics_failures_total',
    help: 'Batches, loads and connections that failed and were tried again.',
    registers,
  });
  const records = new Gauge({
    name: 'statistics_records',
    help: 'Records of a partition since its first, by what became of them; those late and ahead are counted too.',
    labelNames: ['partition', 'outcome'] as const,
    registers,
  });
  const streamTime = new Gauge({
    name: 'statistics_stream_time_seconds',
    help: 'The largest time of issue seen in a partition, in seconds since 1970.',
    labelNames,
    registers,
  });
  addLagGauge(
    registry,
    'statistics_lag_records',
    'Records of a partition that are in the log and not yet in the figures.',
    async () => {
      const ends = await readEnds();
      const known = [...positions].flatMap(([partition, position]) => {
        const end = ends[partition];
        return end === undefined ? [] : [[partition, end - position] as const];
      });
      return new Map(known);
    },
  );
  return {
    countBatch({ partition, nextOffset, lostRecords, records: { length } }, progress) {
      positions.set(partition, nextOffset);
      processed.inc({ partition }, length);
      lost.inc({ partition }, lostRecords);
      for (const outcome of [
        'counted',
        'imported',
        'settled',
        'repeated',
        'dead',
        'ahead',
        'late',
      ] as const) {
        records.set({ partition, outcome }, progress[outcome]);
      }
      streamTime.set({ partition }, progress.streamTimeMs / 1000);
    },
    countFailure: () => failures.inc(),
    forget(partition) {
      positions.delete(partition);
      streamTime.remove({ partition });
      for (const outcome of ['counted', 'imported', 'settled', 'repeated', 'dead', 'ahead', 'late']) {
        records.remove({ partition, outcome });
      }
    },
  };
}
