import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Adds a gauge whose figure is read when it is requested; it is absent while that fails. */
export function createLookedUpGauge(
  registry: Metrics['registry'],
  name: string,
  help: string,
  lookUp: () => Promise<number | undefined>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const figure = await lookUp().catch(() => undefined);
      if (figure === undefined) this.remove();
      else this.set(figure);
    },
  });
}
