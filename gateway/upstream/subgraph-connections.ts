import { Agent, type Dispatcher } from 'undici';

export interface SubgraphConnectionsOptions {
  /** Time to open a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** The largest answer, in bytes. */
  readonly maxResponseBytes: number;
  /** Connections kept to each subgraph. */
  readonly connectionsPerOrigin: number;
}

/** The connections that all transports share, with the bounds of the requests over them. Its owner closes it. */
export interface SubgraphConnections {
  readonly dispatcher: Dispatcher;
  readonly options: SubgraphConnectionsOptions;
  /** Waits for the requests under way. */
  close(): Promise<void>;
}

/** Opens the connections: one pool an origin. */
export function createSubgraphConnections(options: SubgraphConnectionsOptions): SubgraphConnections {
  const dispatcher = new Agent({
    connections: options.connectionsPerOrigin,
    connect: { timeout: options.connectTimeoutMs },
    // One timer for each request bounds the wait for a connection, too; these would only be moved with each part of a body.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { dispatcher, options, close: () => dispatcher.close() };
}
