import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { WebSocketObserver } from '#platform/websocket/websocket-handler.ts';
import type { StreamObserver } from '../clients/streams/stream-route.ts';
import { endCodes } from '../subscription/end.ts';
import type { SubscriptionMetrics } from '../subscription/subscription-metrics.ts';

/** Ends that are counted by their names: those of the gateway. Subgraphs could make up any number of them. */
const knownEnds: ReadonlySet<string> = new Set([
  ...endCodes,
  'completed',
  'left',
  'FORBIDDEN',
  'INTERNAL_SERVER_ERROR',
  'SUBGRAPH_RESPONSE_INVALID',
  'SUBGRAPH_UNAVAILABLE',
  'UNAUTHENTICATED',
  'UNAUTHORIZED_FIELD_OR_TYPE',
]);

/** The figures of subscriptions and of what carries them, in the form Prometheus reads. */
export interface TransportMetrics {
  readonly websocket: WebSocketObserver;
  readonly streams: StreamObserver;
  readonly subscriptions: SubscriptionMetrics;
}

/** Puts the figures into a process's registry. */
export function createTransportMetrics(registry: Registry): TransportMetrics {
  const registers = [registry];
  const connections = new Gauge({
    name: 'gateway_connections',
    help: 'Connections that stay open: WebSockets, and streams over HTTP.',
    labelNames: ['transport'] as const,
    registers,
  });
  const closed = new Counter({
    name: 'gateway_websocket_closed_total',
    help: 'WebSockets closed, by close code and who ended them.',
    labelNames: ['code', 'by'] as const,
    registers,
  });
  const refused = new Counter({
    name: 'gateway_websocket_refused_total',
    help: 'WebSockets refused before they were opened, by HTTP status.',
    labelNames: ['status'] as const,
    registers,
  });
  const operations = new Gauge({
    name: 'gateway_websocket_operations',
    help: 'Operations at work over WebSockets.',
    registers,
  });
  return {
    websocket: {
      connectionOpened: () => connections.inc({ transport: 'websocket' }),
      connectionClosed(code, by) {
        connections.dec({ transport: 'websocket' });
        closed.inc({ code, by });
      },
      upgradeRefused: (status) => refused.inc({ status }),
      operationStarted: () => operations.inc(),
      operationEnded: () => operations.dec(),
    },
    subscriptions: createSubscriptionMetrics(registers),
    streams: {
      streamOpened(transport) {
        connections.inc({ transport });
        return () => connections.dec({ transport });
      },
    },
  };
}

function createSubscriptionMetrics(registers: Registry[]): SubscriptionMetrics {
  const open = new Gauge({
    name: 'gateway_subscriptions',
    help: 'Subscriptions of clients.',
    labelNames: ['mode'] as const,
    registers,
  });
  const ended = new Counter({
    name: 'gateway_subscriptions_ended_total',
    help: 'Subscriptions ended, by the code that told their clients why.',
    labelNames: ['mode', 'reason'] as const,
    registers,
  });
  const events = new Counter({
    name: 'gateway_subscription_events_total',
    help: 'Events that came from subgraphs.',
    labelNames: ['mode'] as const,
    registers,
  });
  const dropped = new Counter({
    name: 'gateway_subscription_dropped_total',
    help: 'Events and results left out for newer ones.',
    registers,
  });
  const lost = new Counter({
    name: 'gateway_subscription_upstream_lost_total',
    help: 'Connections to subgraphs lost while subscriptions were open.',
    labelNames: ['subgraph'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'gateway_subscription_send_seconds',
    help: 'Time from an event to the hand-over of its result to a connection, in seconds.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return {
    opened: (mode) => open.inc({ mode }),
    ended(mode, reason) {
      open.dec({ mode });
      ended.inc({ mode, reason: knownEnds.has(reason) ? reason : 'subgraph' });
    },
    event: (mode) => events.inc({ mode }),
    dropped: (count) => dropped.inc(count),
    upstreamLost: (subgraph) => lost.inc({ subgraph }),
    sent: (elapsed) => seconds.observe(elapsed),
  };
}
