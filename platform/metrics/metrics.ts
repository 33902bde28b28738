import { collectDefaultMetrics, Registry } from 'prom-client';
import { KeptHistogram } from './kept-figures.ts';

/** A service's figures in the form Prometheus reads. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: KeptHistogram<'method' | 'route' | 'status'>;
  /** Shown to whoever reads the figures; without one they are for callers on the same machine. */
  readonly token: string | undefined;
  /** Writes the figures in the place of the registry, where those of other processes belong to them. */
  readonly write?: (() => Promise<string>) | undefined;
}

let processRegistry: Registry | undefined;

/**
 * The figures of this process: memory, processor, event loop, garbage collection. They are collected once, as prom-client
 * observes garbage collection and the event loop for as long as the process runs. The delays of the event loop are those
 * since the figures of any of its services were last read.
 */
function findProcessRegistry(): Registry {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}

/** Creates a registry of its own with the figures of the process: services in one process do not mix their figures. */
export function createMetrics(token?: string): Metrics {
  const registry = new Registry();
  const shared = findProcessRegistry();
  for (const { name } of shared.getMetricsAsArray()) {
    const metric = shared.getSingleMetric(name);
    if (metric !== undefined) registry.registerMetric(metric);
  }
  const requestSeconds = new KeptHistogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, in seconds.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return { registry, requestSeconds, token };
}
