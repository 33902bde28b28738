import type { LoadRequest } from './load/load.ts';
import { deepQuery, smallQuery } from './operations.ts';

/** One kind of load. */
export interface Workload {
  readonly name: string;
  /** For the heading of its table. */
  readonly description: string;
  readonly connections: number;
  /** The floor knows how to answer it. */
  readonly hasFloor: boolean;
  /** The different requests, which are sent in turn. */
  readonly requests: readonly LoadRequest[];
}

const connections = 50;

const toBody = (query: string) => ({ body: JSON.stringify({ query }) });

export const workloads: readonly Workload[] = [
  {
    name: 'deep',
    description: 'the deep query from 50 clients',
    connections,
    hasFloor: true,
    requests: [toBody(deepQuery)],
  },
  {
    name: 'small',
    description: 'a query of one subgraph from 50 clients',
    connections,
    hasFloor: true,
    requests: [toBody(smallQuery)],
  },
  {
    name: 'one',
    description: 'the deep query from one client',
    connections: 1,
    hasFloor: true,
    requests: [toBody(deepQuery)],
  },
];
