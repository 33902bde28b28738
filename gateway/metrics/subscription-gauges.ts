import { Gauge, type Registry } from 'prom-client';
import type { Subscriptions } from '../subscription/subscriptions.ts';

/** Tells in a process's figures what subscriptions hold at the moment they are read. */
export function registerSubscriptionGauges(
  registry: Registry,
  subscriptions: Pick<Subscriptions, 'figures'>,
): void {
  register(registry, 'gateway_subscription_upstreams', 'Subscriptions to subgraphs.', () => {
    return subscriptions.figures().upstreams;
  });
  register(registry, 'gateway_subscription_queued_results', 'Results that wait for their readers.', () => {
    return subscriptions.figures().queuedResults;
  });
}

function register(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
