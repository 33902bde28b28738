import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import type { SubscriptionFigures } from './subscriptions.ts';

/** Keeps the figures of subscriptions in the form Prometheus reads. */
export function createPrometheusMetrics(registry: Registry): SubscriptionMetrics & {
  /** Tells where the figures of the moment come from. */
  observe(figures: () => SubscriptionFigures): void;
} {
  const registers = [registry];
  const subscriptions = new Counter({
    name: 'gateway_subscriptions_opened_total',
    help: 'Subscriptions of clients that were opened.',
    labelNames: ['mode'] as const,
    registers,
  });
  const ends = new Counter({
    name: 'gateway_subscriptions_ended_total',
    help: 'Subscriptions of clients that ended: completed by the subgraph, left by the client, or with a code.',
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
    help: 'Events and results that were left out for newer ones.',
    registers,
  });
  const losses = new Counter({
    name: 'gateway_subscription_upstream_losses_total',
    help: 'Connections for subscriptions to subgraphs that were lost or could not be had.',
    labelNames: ['subgraph'] as const,
    registers,
  });
  const sent = new Histogram({
    name: 'gateway_subscription_event_seconds',
    help: 'Time from an event of a subgraph until its result is handed to be sent to one client, in seconds.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return {
    opened: (mode) => subscriptions.inc({ mode }),
    ended: (mode, reason) => ends.inc({ mode, reason }),
    event: (mode) => events.inc({ mode }),
    dropped: (count) => dropped.inc(count),
    upstreamLost: (subgraph) => losses.inc({ subgraph }),
    sent: (seconds) => sent.observe(seconds),
    observe(figures) {
      gauge('gateway_subscriptions', 'Subscriptions of clients.', () => figures().subscriptions);
      gauge('gateway_subscription_upstreams', 'Subscriptions to subgraphs.', () => figures().upstreams);
      gauge(
        'gateway_subscription_queued_results',
        'Results that wait for their readers.',
        () => figures().queuedResults,
      );
    },
  };

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
