import { parse } from 'graphql';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { GatewayParts } from '../gateway.ts';
import type { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { measureTransport } from '../metrics/measure.ts';
import { type HeaderPolicy, withHeaderPolicy } from '../upstream/headers/header-policy.ts';
import { createSubgraphConnections, createUndiciTransport } from '../upstream/undici-transport.ts';
import { createStockExecutor } from './executor/stock-executor.ts';
import { createGraph } from './graph.ts';
import { type GraphHolder, openGraphHolder } from './graph-holder.ts';
import { findUnknownLabels } from './planner/overrides.ts';
import { createFileSupergraphSource } from './supergraph/file-supergraph-source.ts';
import { toEnvironmentName } from './supergraph/supergraph.ts';

/**
 * Opens the graphs of a gateway, and what carries requests to their subgraphs.
 *
 * @throws {ConfigurationError} when header rules name a subgraph that there is not
 */
export async function openGraphs(
  { configuration, log, owner }: GatewayParts,
  { headers, metrics }: { readonly headers: HeaderPolicy; readonly metrics: GatewayMetrics },
): Promise<GraphHolder> {
  const { transport, subgraphUrls, supergraphFile } = configuration;
  const dispatcher = createSubgraphConnections(transport);
  owner.own('connections to subgraphs', () => dispatcher.close());
  const graphs = await openGraphHolder({
    source: createFileSupergraphSource({ path: supergraphFile, log }),
    log,
    build: (sdl) =>
      createGraph(sdl, {
        subgraphUrls,
        mayHaveRules: configuration.issuers.length > 0,
        authorization: configuration.authorization,
        maxPlans: configuration.maxPlans,
        planObserver: metrics.plans,
        overrideLabels: configuration.overrideLabels,
        createExecutor: (supergraph) =>
          createStockExecutor({
            supergraph,
            log,
            transport: withHeaderPolicy(
              measureTransport(createUndiciTransport({ dispatcher, urls: supergraph.subgraphUrls }), metrics),
              headers,
            ),
          }),
      }),
  });
  const known = graphs.current.supergraph.subgraphUrls;
  const strangers = headers.subgraphs.filter((name) => !known.has(name));
  if (strangers.length > 0) {
    await graphs.close();
    throw new ConfigurationError(
      strangers.map((name) => `HEADER_RULES_FILE names the subgraph ${name}, which the supergraph has not`),
    );
  }
  const names = new Set([...known.keys()].map(toEnvironmentName));
  const unused = Object.keys(subgraphUrls).filter((name) => !names.has(name));
  if (unused.length > 0)
    log.warn({ unused }, 'addresses are configured for subgraphs that the supergraph has not');
  const unknown = findUnknownLabels(parse(graphs.current.supergraph.sdl), configuration.overrideLabels);
  if (unknown.length > 0)
    log.warn({ unknown }, 'OVERRIDE_LABELS names labels that the supergraph has not; they move no field');
  return graphs;
}
