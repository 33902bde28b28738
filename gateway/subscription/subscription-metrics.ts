import type { DeliveryMode } from '../graph/supergraph/delivery.ts';

/** Is told of subscriptions, for figures. */
export interface SubscriptionMetrics {
  opened(mode: DeliveryMode): void;
  /** `reason`: the code of the last error, `completed` by the subgraph, or `left` by the client. */
  ended(mode: DeliveryMode, reason: string): void;
  /** An event came from a subgraph. */
  event(mode: DeliveryMode): void;
  /** This many events or results were left out for newer ones. */
  dropped(count: number): void;
  /** A connection to a subgraph was lost. */
  upstreamLost(subgraph: string): void;
  /** A result was handed to its reader so long after its event came. */
  sent(seconds: number): void;
}
