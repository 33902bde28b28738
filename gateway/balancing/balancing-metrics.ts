import { Counter, Gauge, type Registry } from 'prom-client';

/** The figures of balancing, in the form that Prometheus reads. */
export interface BalancingMetrics {
  /** The number of addresses of a subgraph, beside the one of the supergraph. */
  counted(subgraph: string, count: number): void;
  ejected(subgraph: string): void;
  repeated(subgraph: string): void;
}

/** Puts the figures into a process's registry. */
export function createBalancingMetrics(registry: Registry): BalancingMetrics {
  const registers = [registry];
  const labelNames = ['subgraph'] as const;
  const instances = new Gauge({
    name: 'gateway_subgraph_instances',
    help: 'Addresses of a subgraph over which its requests are balanced.',
    labelNames,
    aggregator: 'max',
    registers,
  });
  const ejections = new Counter({
    name: 'gateway_subgraph_ejections_total',
    help: 'Times that an address of a subgraph was left out for a while, since nobody could be reached there.',
    labelNames,
    registers,
  });
  const repeats = new Counter({
    name: 'gateway_subgraph_repeats_total',
    help: 'Attempts to send a request to another address of a subgraph.',
    labelNames,
    registers,
  });
  return {
    counted: (subgraph, count) => instances.set({ subgraph }, count),
    ejected: (subgraph) => ejections.inc({ subgraph }),
    repeated: (subgraph) => repeats.inc({ subgraph }),
  };
}
