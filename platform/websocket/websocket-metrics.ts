import { Counter, Gauge, type Registry } from 'prom-client';
import type { WebSocketObserver } from './websocket-handler.ts';

/** Puts an endpoint's figures into a process's registry. */
export function createWebSocketMetrics(registry: Registry): WebSocketObserver {
  const registers = [registry];
  const connections = new Gauge({
    name: 'websocket_connections',
    help: 'Open WebSockets.',
    registers,
  });
  const operations = new Gauge({
    name: 'websocket_operations',
    help: 'Operations at work over WebSockets.',
    registers,
  });
  const closed = new Counter({
    name: 'websocket_closed_total',
    help: 'WebSockets that ended, by close code and by what ended them.',
    labelNames: ['code', 'by'] as const,
    registers,
  });
  const refused = new Counter({
    name: 'websocket_refused_total',
    help: 'Upgrades refused, by HTTP status.',
    labelNames: ['status'] as const,
    registers,
  });
  return {
    connectionOpened: () => connections.inc(),
    connectionClosed: (code, by) => {
      connections.dec();
      closed.inc({ code, by });
    },
    upgradeRefused: (status) => refused.inc({ status: String(status) }),
    operationStarted: () => operations.inc(),
    operationEnded: () => operations.dec(),
  };
}
