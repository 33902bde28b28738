import { CodedError } from '#platform/errors/coded-error.ts';
import type {
  SubgraphCall,
  SubgraphErrorEntry,
  SubgraphRequest,
  SubgraphResponse,
} from './subgraph-transport.ts';

/** Carries subscriptions to subgraphs. */
export interface SubscriptionTransport {
  /**
   * Subscribes once; whoever wants to go on after a loss subscribes again. Events come when they are asked for: while
   * nobody asks, the subgraph is made to wait. Ends when the subgraph completes, and when `call.signal` aborts.
   *
   * @throws SubscriptionLostError, SubscriptionRefusedError, CodedError SUBGRAPH_RESPONSE_INVALID while it is iterated.
   */
  subscribe(request: SubgraphRequest, call: SubgraphCall): AsyncIterableIterator<SubgraphResponse>;
}

/** The connection could not be had, or broke. Its message is for the log: it names addresses. */
export class SubscriptionLostError extends CodedError<'SUBGRAPH_UNAVAILABLE'> {
  /** True if the subgraph may have sent events, as it had accepted the connection. */
  readonly wasEstablished: boolean;

  constructor(message: string, options: ErrorOptions & { readonly wasEstablished: boolean }) {
    super('SUBGRAPH_UNAVAILABLE', message, options);
    this.wasEstablished = options.wasEstablished;
  }
}

/** The subgraph answered with errors instead of events, or refuses the connection in a way that will not change. */
export class SubscriptionRefusedError extends CodedError<'SUBGRAPH_REFUSED'> {
  readonly errors: readonly SubgraphErrorEntry[];
  /** True if the connection was refused for good, and not only the subscription on it. */
  readonly isOfConnection: boolean;

  /** @param reason for the log, where the connection was refused */
  constructor(subgraph: string, errors: readonly SubgraphErrorEntry[], reason?: string) {
    const said = reason ?? 'it answered with errors';
    super('SUBGRAPH_REFUSED', `Subgraph ${subgraph} refused a subscription: ${said}.`);
    this.errors = errors;
    this.isOfConnection = reason !== undefined;
  }
}
