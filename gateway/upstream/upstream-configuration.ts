import { defineIntegers } from '#platform/configuration/integer-group.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';

/** The bounds of connections to subgraphs, with the variables that set them. */
export const upstreamBounds = defineIntegers({
  connectTimeoutMs: ['SUBGRAPH_CONNECT_TIMEOUT_MS', 10, 60_000, 2_000],
  responseTimeoutMs: ['SUBGRAPH_TIMEOUT_MS', 10, 600_000, requestDeadlines.subgraphAnswerMs],
  maxResponseBytes: ['SUBGRAPH_MAX_RESPONSE_BYTES', 1_000, 1_000_000_000, 33_554_432],
  connectionsPerOrigin: ['SUBGRAPH_CONNECTIONS', 1, 10_000, 100],
  /** Between pings of a WebSocket to a subgraph. */
  pingIntervalMs: ['SUBGRAPH_PING_MS', 100, 600_000, 10_000],
});
