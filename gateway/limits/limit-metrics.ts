import { Counter, Gauge, type Registry } from 'prom-client';
import type { Bucket } from './counting/bucket.ts';

/** The figures of the limits. */
export interface LimitMetrics {
  /** An operation was refused, as a quota is used up. */
  refused(bucket: Bucket): void;
  /** An operation was refused, as the store is away. */
  unavailable(): void;
  storeChanged(isAway: boolean): void;
}

/** Puts the figures into a process's registry. */
export function createLimitMetrics(registry: Registry): LimitMetrics {
  const registers = [registry];
  const refused = new Counter({
    name: 'gateway_limit_refused_total',
    help: 'Operations refused as a quota was used up, by policy and unit.',
    labelNames: ['policy', 'unit'] as const,
    registers,
  });
  const unavailable = new Counter({
    name: 'gateway_limit_unavailable_total',
    help: 'Operations refused as the store of the limits was away.',
    registers,
  });
  const away = new Gauge({
    name: 'gateway_limit_store_away',
    help: '1 while the store of the limits does not answer in time.',
    aggregator: 'max',
    registers,
  });
  away.set(0);
  return {
    refused: ({ policy, unit }) => refused.inc({ policy, unit }),
    unavailable: () => unavailable.inc(),
    storeChanged: (isAway) => away.set(isAway ? 1 : 0),
  };
}
