import { Gauge, type Registry } from 'prom-client';
import { settlesWithin } from '#platform/waiting/within.ts';

const loadWithinMs = 1_000;

/** Numbers of records by partition: a list, or a map where a reader has only some partitions. */
type Lags = readonly bigint[] | ReadonlyMap<number, bigint>;

/**
 * Adds the number of records that a reader of the event log has not read yet, by partition. It is absent while the log or the
 * database is away.
 *
 * @param loadLag gives the number for each partition; called when figures are asked for
 */
export function addLagGauge(
  registry: Registry,
  name: string,
  help: string,
  loadLag: () => Promise<Lags>,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['partition'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      const loaded = loadLag().catch((): Lags => []);
      if (!(await settlesWithin(loaded, loadWithinMs))) return;
      for (const [partition, lag] of (await loaded).entries()) this.set({ partition }, Number(lag));
    },
  });
}
