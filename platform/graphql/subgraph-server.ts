import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '#platform/http/http-server.ts';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import { createMetrics, type Metrics } from '#platform/metrics/metrics.ts';
import type { ServerTls } from '#platform/tls/server-tls.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import { addSubgraphRoute, type SubgraphRouteOptions } from './subgraph-route.ts';

export interface SubgraphServerOptions<Context extends SubgraphContext>
  extends Omit<SubgraphRouteOptions<Context>, 'metrics'> {
  /** The figures of the process. Default: those that every process has. */
  readonly metrics?: Metrics;
  /** Records a span of each request. */
  readonly tracing?: Tracing | undefined;
  /** See `HttpServerOptions`. */
  readonly tls?: ServerTls | undefined;
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
  readonly bodyLimitBytes?: number;
  /** See `HttpServerOptions`. */
  readonly maxRequestMs?: number;
}

/** The largest request body: room for all representations of one `_entities`. */
export const subgraphBodyBytes = 4 * 1_048_576;

/** Creates the HTTP server of a subgraph, for a process that serves nothing else. */
export async function createSubgraphServer<Context extends SubgraphContext>(
  options: SubgraphServerOptions<Context>,
): Promise<FastifyInstance> {
  const metrics = options.metrics ?? createMetrics();
  const server = await createHttpServer({
    log: options.log,
    metrics,
    tracing: options.tracing,
    tls: options.tls,
    readiness: options.readiness,
    bodyLimitBytes: options.bodyLimitBytes ?? subgraphBodyBytes,
    ...(options.maxRequestMs === undefined ? {} : { maxRequestMs: options.maxRequestMs }),
  });
  await addSubgraphRoute(server, { ...options, metrics });
  return server;
}
