import type { z } from 'zod';
import { defineIntegers } from '#platform/configuration/integer-group.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { defaultWebSocketLimits as defaults } from '#platform/websocket/websocket-limits.ts';
import type { ClientTransportLimits } from './client-transports.ts';

const webSocketBounds = defineIntegers({
  connections: ['WEBSOCKET_CONNECTIONS', 0, 1_000_000, defaults.connections],
  connectionsPerAddress: ['WEBSOCKET_CONNECTIONS_PER_ADDRESS', 0, 1_000_000, defaults.connectionsPerAddress],
  anonymousConnections: ['WEBSOCKET_ANONYMOUS', 0, 1_000_000, defaults.anonymousConnections],
  anonymousPerAddress: ['WEBSOCKET_ANONYMOUS_PER_ADDRESS', 0, 1_000_000, defaults.anonymousPerAddress],
  anonymousIdleMs: ['WEBSOCKET_ANONYMOUS_IDLE_MS', 100, 3_600_000, defaults.anonymousIdleMs],
  operationsPerConnection: ['WEBSOCKET_OPERATIONS', 1, 10_000, defaults.operationsPerConnection],
  messageBytes: ['WEBSOCKET_MESSAGE_BYTES', 1_000, 100_000_000, defaults.messageBytes],
  initWithinMs: ['WEBSOCKET_INIT_TIMEOUT_MS', 100, 60_000, defaults.initWithinMs],
  pingEveryMs: ['WEBSOCKET_PING_MS', 100, 600_000, defaults.pingEveryMs],
  unsentBytes: ['WEBSOCKET_UNSENT_BYTES', 1_000, 100_000_000, defaults.unsentBytes],
  drainWithinMs: ['WEBSOCKET_DRAIN_TIMEOUT_MS', 100, 600_000, defaults.drainWithinMs],
  closeWithinMs: ['WEBSOCKET_CLOSE_TIMEOUT_MS', 100, closeDeadlines.maxConnectionsMs, defaults.closeWithinMs],
});

const streamBounds = defineIntegers({
  streamsPerAddress: ['STREAMS_PER_ADDRESS', 0, 1_000_000, defaults.connectionsPerAddress],
  streamHeartbeatMs: ['STREAM_HEARTBEAT_MS', 100, 600_000, 5_000],
  connectionsPerUser: ['CONNECTIONS_PER_USER', 1, 1_000_000, 50],
});

/** The variables that bound what stays open between clients and a gateway. */
export const transportFields = { ...webSocketBounds.fields, ...streamBounds.fields };

/** Puts the variables where they belong. */
export function toTransportLimits(
  variables: z.output<z.ZodObject<typeof transportFields>>,
): ClientTransportLimits {
  return { websocket: webSocketBounds.read(variables), ...streamBounds.read(variables) };
}
