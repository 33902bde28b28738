import type { GraphQLSchema } from 'graphql';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { FederatedGraph } from './graph.ts';
import type { SupergraphSource } from './supergraph/supergraph-source.ts';

/** Holds the graph that new operations run on, and those that operations in flight still run on. */
export interface GraphHolder {
  readonly current: FederatedGraph;
  /** The graph that a schema belongs to, as long as anything holds that schema. */
  graphOf(schema: GraphQLSchema): FederatedGraph;
  /** Is told the current graph at once, and each that replaces it. */
  subscribe(listener: (graph: FederatedGraph) => void): () => void;
  /** Stops watching the source. */
  close(): Promise<void>;
}

export interface GraphHolderOptions {
  readonly source: SupergraphSource;
  readonly build: (sdl: string) => FederatedGraph;
  readonly log: Log;
}

/**
 * Loads the first graph and follows its source. A supergraph that is broken is refused with its reason in the log, and
 * the last good one stays.
 *
 * @throws when the first one cannot be read or used.
 */
export async function openGraphHolder({ source, build, log }: GraphHolderOptions): Promise<GraphHolder> {
  const graphs = new WeakMap<GraphQLSchema, FederatedGraph>();
  const listeners = new Set<(graph: FederatedGraph) => void>();
  let current = await source.load(build);
  graphs.set(current.supergraph.apiSchema, current);

  source.watch((sdl) => {
    try {
      const next = build(sdl);
      graphs.set(next.supergraph.apiSchema, next);
      current = next;
      for (const listener of listeners) listener(next);
      log.info({ subgraphs: [...next.supergraph.subgraphUrls.keys()] }, 'a new supergraph is in use');
    } catch (error) {
      const reason = toErrorText(error);
      log.error({ reason }, 'a new supergraph was refused; the last one stays');
      throw error;
    }
  });

  return {
    get current() {
      return current;
    },
    graphOf(schema) {
      const graph = graphs.get(schema);
      if (!graph) throw new TypeError('The schema belongs to no graph of this holder.');
      return graph;
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(current);
      return () => listeners.delete(listener);
    },
    close: () => source.close(),
  };
}
