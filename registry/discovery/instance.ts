import type { GraphRef } from '../graphs/graph-ref.ts';

/**
 * The state of a live instance. `LIVE`: it serves the SDL that runs. `DIFFERS`: it serves another one. `REFUSED`: the same,
 * where the configuration keeps such an instance from gateways.
 */
export type InstanceState = 'LIVE' | 'DIFFERS' | 'REFUSED';

/** The name of an instance: it serves one subgraph of a variant. */
export interface InstanceName {
  readonly ref: GraphRef;
  readonly subgraph: string;
  readonly id: string;
}

/** The facts that an instance tells of itself. */
export interface InstanceFacts {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  /** The SHA-256 of the SDL that it serves, in hexadecimal digits. */
  readonly sdlHash: string;
  /** Of its program; empty if it does not say. */
  readonly version: string;
  /** The time for which it is live without a renewal. */
  readonly leaseSeconds: number;
}

/** A live instance as it is listed. */
export interface ListedInstance extends InstanceFacts {
  readonly subgraph: string;
  readonly id: string;
  readonly state: InstanceState;
  readonly registeredAt: Date;
  readonly renewedAt: Date;
  readonly expiresAt: Date;
}
