import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** A process's figures in the form Prometheus reads. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Shown to whoever reads the figures; without one they are for callers on the same machine. */
  readonly token: string | undefined;
}

/** Creates a registry of its own, so that several servers in one process do not mix their figures. */
export function createMetrics(token?: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requestSeconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, in seconds.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return { registry, requestSeconds, token };
}
