import type { Balancing } from './balancing/open-balancing.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { GraphHolder } from './graph/graph-holder.ts';
import { openGraphs } from './graph/open-graphs.ts';
import { toEnvironmentName } from './graph/supergraph/supergraph.ts';
import type { GatewayMetrics } from './metrics/gateway-metrics.ts';
import { measureTransport } from './metrics/measure.ts';
import { createSubgraphObserver } from './metrics/subgraph-observer.ts';
import { tracePlans } from './tracing/trace-operations.ts';
import { traceTransport } from './tracing/trace-transport.ts';
import type { Changes } from './upstream/changes.ts';
import type { HeaderPolicy } from './upstream/headers/header-policy.ts';
import { shareRequests } from './upstream/shared-requests.ts';
import type { SubgraphConnections } from './upstream/subgraph-connections.ts';
import { createSubgraphGuards } from './upstream/subgraph-guards.ts';
import { createUndiciTransport } from './upstream/undici-transport.ts';
import { withHeaderPolicy } from './upstream/with-header-policy.ts';

/** The graphs, with the connections over which they ask subgraphs. */
export function openGatewayGraphs(
  { configuration, log, tracing, tls, metrics: { registry } }: GatewayParts,
  {
    headers,
    metrics,
    balancing,
    changes,
    connections,
  }: {
    readonly headers: HeaderPolicy;
    readonly metrics: GatewayMetrics;
    readonly balancing: Balancing;
    readonly changes: Changes;
    readonly connections: SubgraphConnections;
  },
): Promise<GraphHolder> {
  const { upstream, guards, subgraphTimeoutsMs } = configuration;
  const observer = createSubgraphObserver(registry, log);
  const findGuard = createSubgraphGuards(
    {
      ...guards,
      responseTimeoutMs: upstream.responseTimeoutMs,
      findTimeoutMs: (subgraph) => subgraphTimeoutsMs[toEnvironmentName(subgraph)],
    },
    observer,
  );
  const share: typeof shareRequests = configuration.sharesSubgraphRequests
    ? shareRequests
    : (transport) => transport;
  return openGraphs({
    ...configuration,
    knowsCallers: configuration.issuers.length > 0,
    planObserver: tracing ? tracePlans(metrics.plans, tracing) : metrics.plans,
    ruledSubgraphs: headers.subgraphs,
    fetch: tls?.client.fetch,
    createTransport: ({ subgraphUrls }) => {
      const transport = createUndiciTransport({
        connections,
        routes: balancing.createRoutes(subgraphUrls),
        findGuard,
      });
      const shared = share(measureTransport(transport, metrics), changes, observer.shared);
      const ruled = withHeaderPolicy(shared, headers);
      return tracing ? traceTransport(ruled, tracing) : ruled;
    },
    log,
  });
}
