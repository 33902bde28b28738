import { Counter, Gauge, type Registry } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { BreakerState } from '../upstream/circuit-breaker.ts';
import type { GuardObserver } from '../upstream/subgraph-guards.ts';

const stateNumbers: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Is told what becomes of requests to subgraphs before they are sent. */
export interface SubgraphObserver extends GuardObserver {
  /** A request waits for the answer to an equal one in flight. */
  shared(subgraph: string): void;
}

/** Counts what guards decide about requests to subgraphs, in a process's registry, and notes in the log when they refuse all. */
export function createSubgraphObserver(registry: Registry, log: Log): SubgraphObserver {
  const registers = [registry];
  const labelNames = ['subgraph'] as const;
  const retries = new Counter({
    name: 'gateway_subgraph_retries_total',
    help: 'Requests to a subgraph that failed and were sent once more, or were not since there were retries enough.',
    labelNames: ['subgraph', 'outcome'] as const,
    registers,
  });
  const breaker = new Gauge({
    name: 'gateway_subgraph_breaker_state',
    help: 'Requests to a subgraph are sent (0), refused but for one that tries (1), or refused (2).',
    labelNames,
    aggregator: 'max',
    registers,
  });
  const opened = new Counter({
    name: 'gateway_subgraph_breaker_opened_total',
    help: 'Times that requests to a subgraph began to be refused, as too many had failed.',
    labelNames,
    registers,
  });
  const refused = new Counter({
    name: 'gateway_subgraph_breaker_refused_total',
    help: 'Requests to a subgraph that were refused at once, as too many had failed.',
    labelNames,
    registers,
  });
  const shared = new Counter({
    name: 'gateway_subgraph_requests_shared_total',
    help: 'Requests to a subgraph that were not sent, as an equal one was in flight.',
    labelNames,
    registers,
  });
  return {
    shared: (subgraph) => shared.inc({ subgraph }),
    retried: (subgraph) => retries.inc({ subgraph, outcome: 'sent' }),
    retryRefused: (subgraph) => retries.inc({ subgraph, outcome: 'refused' }),
    refused: (subgraph) => refused.inc({ subgraph }),
    breakerChanged(subgraph, state) {
      breaker.set({ subgraph }, stateNumbers[state]);
      if (state === 'closed') log.info({ subgraph }, 'requests to a subgraph are sent again');
      if (state !== 'open') return;
      opened.inc({ subgraph });
      log.warn({ subgraph }, 'requests to a subgraph are refused for now, as too many failed');
    },
  };
}
