import type { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { defaultWebSocketLimits as defaults } from '#platform/websocket/websocket-limits.ts';
import type { ClientTransportLimits } from './client-transports.ts';

/** The variables that bound what stays open between clients and a gateway. */
export const transportFields = {
  WEBSOCKET_CONNECTIONS: integer({ min: 0, max: 1_000_000, byDefault: defaults.connections }),
  WEBSOCKET_CONNECTIONS_PER_ADDRESS: integer({
    min: 0,
    max: 1_000_000,
    byDefault: defaults.connectionsPerAddress,
  }),
  WEBSOCKET_ANONYMOUS: integer({ min: 0, max: 1_000_000, byDefault: defaults.anonymousConnections }),
  WEBSOCKET_ANONYMOUS_PER_ADDRESS: integer({
    min: 0,
    max: 1_000_000,
    byDefault: defaults.anonymousPerAddress,
  }),
  WEBSOCKET_ANONYMOUS_IDLE_MS: integer({ min: 100, max: 3_600_000, byDefault: defaults.anonymousIdleMs }),
  WEBSOCKET_OPERATIONS: integer({ min: 1, max: 10_000, byDefault: defaults.operationsPerConnection }),
  WEBSOCKET_MESSAGE_BYTES: integer({ min: 1_000, max: 100_000_000, byDefault: defaults.messageBytes }),
  WEBSOCKET_INIT_TIMEOUT_MS: integer({ min: 100, max: 60_000, byDefault: defaults.initWithinMs }),
  WEBSOCKET_PING_MS: integer({ min: 100, max: 600_000, byDefault: defaults.pingEveryMs }),
  WEBSOCKET_UNSENT_BYTES: integer({ min: 1_000, max: 100_000_000, byDefault: defaults.unsentBytes }),
  WEBSOCKET_DRAIN_TIMEOUT_MS: integer({ min: 100, max: 600_000, byDefault: defaults.drainWithinMs }),
  WEBSOCKET_CLOSE_TIMEOUT_MS: integer({
    min: 100,
    max: closeDeadlines.maxConnectionsMs,
    byDefault: defaults.closeWithinMs,
  }),
  STREAMS_PER_ADDRESS: integer({ min: 0, max: 1_000_000, byDefault: defaults.connectionsPerAddress }),
  STREAM_HEARTBEAT_MS: integer({ min: 100, max: 600_000, byDefault: 5_000 }),
  CONNECTIONS_PER_USER: integer({ min: 1, max: 1_000_000, byDefault: 50 }),
};

/** The variables parsed with {@link transportFields}. */
export type TransportVariables = z.output<z.ZodObject<typeof transportFields>>;

/** Puts the variables where they belong. */
export function toTransportLimits(variables: TransportVariables): ClientTransportLimits {
  return {
    websocket: {
      connections: variables.WEBSOCKET_CONNECTIONS,
      connectionsPerAddress: variables.WEBSOCKET_CONNECTIONS_PER_ADDRESS,
      anonymousConnections: variables.WEBSOCKET_ANONYMOUS,
      anonymousPerAddress: variables.WEBSOCKET_ANONYMOUS_PER_ADDRESS,
      anonymousIdleMs: variables.WEBSOCKET_ANONYMOUS_IDLE_MS,
      operationsPerConnection: variables.WEBSOCKET_OPERATIONS,
      messageBytes: variables.WEBSOCKET_MESSAGE_BYTES,
      initWithinMs: variables.WEBSOCKET_INIT_TIMEOUT_MS,
      pingEveryMs: variables.WEBSOCKET_PING_MS,
      unsentBytes: variables.WEBSOCKET_UNSENT_BYTES,
      drainWithinMs: variables.WEBSOCKET_DRAIN_TIMEOUT_MS,
      closeWithinMs: variables.WEBSOCKET_CLOSE_TIMEOUT_MS,
    },
    streamsPerAddress: variables.STREAMS_PER_ADDRESS,
    streamHeartbeatMs: variables.STREAM_HEARTBEAT_MS,
    connectionsPerUser: variables.CONNECTIONS_PER_USER,
  };
}
