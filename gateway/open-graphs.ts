import { createStockExecutor } from './executor/stock-executor.ts';
import type { GatewayParts } from './gateway.ts';
import { createGraph } from './operation/graph.ts';
import { type GraphHolder, openGraphHolder } from './operation/graph-holder.ts';
import { createFileSupergraphSource } from './supergraph/file-supergraph-source.ts';
import { toEnvironmentName } from './supergraph/supergraph.ts';
import { createSubgraphConnections, createUndiciTransport } from './transport/undici-transport.ts';

/** Opens the graphs of a gateway, and what carries requests to their subgraphs. */
export async function openGraphs({ configuration, log, owner }: GatewayParts): Promise<GraphHolder> {
  const { transport, subgraphUrls, supergraphFile } = configuration;
  const dispatcher = createSubgraphConnections(transport);
  owner.own('connections to subgraphs', () => dispatcher.close());
  const graphs = await openGraphHolder({
    source: createFileSupergraphSource({ path: supergraphFile, log }),
    log,
    build: (sdl) =>
      createGraph(sdl, {
        subgraphUrls,
        authorization: configuration.authorization,
        maxPlans: configuration.maxPlans,
        createExecutor: (supergraph) =>
          createStockExecutor({
            supergraph,
            log,
            transport: createUndiciTransport({ dispatcher, urls: supergraph.subgraphUrls }),
          }),
      }),
  });
  const names = new Set([...graphs.current.supergraph.subgraphUrls.keys()].map(toEnvironmentName));
  const unused = Object.keys(subgraphUrls).filter((name) => !names.has(name));
  if (unused.length > 0)
    log.warn({ unused }, 'addresses are configured for subgraphs that the supergraph has not');
  return graphs;
}
