import { integer } from '#platform/configuration/fields.ts';
import { defineIntegers } from '#platform/configuration/integer-group.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';

const timeoutMs = { min: 10, max: 600_000, byDefault: requestDeadlines.subgraphAnswerMs };

/** The time of one subgraph, where it is not the one of all. */
export const timeoutField = integer(timeoutMs);

/** The bounds of connections to subgraphs, with the variables that set them. */
export const upstreamBounds = defineIntegers({
  connectTimeoutMs: ['SUBGRAPH_CONNECT_TIMEOUT_MS', 10, 60_000, 2_000],
  responseTimeoutMs: ['SUBGRAPH_TIMEOUT_MS', timeoutMs.min, timeoutMs.max, timeoutMs.byDefault],
  maxResponseBytes: ['SUBGRAPH_MAX_RESPONSE_BYTES', 1_000, 1_000_000_000, 33_554_432],
  connectionsPerOrigin: ['SUBGRAPH_CONNECTIONS', 1, 10_000, 100],
  /** Between pings of a WebSocket to a subgraph. */
  pingIntervalMs: ['SUBGRAPH_PING_MS', 100, 600_000, 10_000],
});

/** Retries and the breaker of requests that fail, with the variables that set them. */
export const guardBounds = defineIntegers({
  maxRetries: ['SUBGRAPH_RETRIES', 0, 5, 1],
  retryDelayMs: ['SUBGRAPH_RETRY_DELAY_MS', 1, 1_000, 50],
  retryPercent: ['SUBGRAPH_RETRY_PERCENT', 0, 100, 10],
  retriesPerSecond: ['SUBGRAPH_RETRIES_PER_SECOND', 0, 1_000, 5],
  failurePercent: ['SUBGRAPH_BREAKER_PERCENT', 0, 100, 50],
  minRequests: ['SUBGRAPH_BREAKER_REQUESTS', 1, 100_000, 20],
  windowMs: ['SUBGRAPH_BREAKER_WINDOW_MS', 1_000, 600_000, 10_000],
  openMs: ['SUBGRAPH_BREAKER_OPEN_MS', 100, 600_000, 5_000],
});
