import type { DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { FederatedGraph } from '../graph/graph.ts';
import type { DeliveryMode } from '../graph/supergraph/delivery.ts';
import type { ClientIdentity } from '../operation/client-identity.ts';
import type { LiveCaller } from '../operation/live-caller.ts';
import type { HeaderFields } from '../upstream/headers/header-policy.ts';

/** One subscription of one client. */
export interface SubscriptionRequest {
  /** The graph that the document was found valid against. */
  readonly graph: FederatedGraph;
  /** Parsed, valid, within the limits. The same text should come as the same object: plans are kept by it. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As the client sent them, found to fit. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly credentials: LiveCaller;
  readonly client: ClientIdentity;
  /** The client's headers that may reach subgraphs. Callers for whom they differ share nothing. */
  readonly forwarded: HeaderFields;
  /** Where the client calls from: anonymous callers are counted by it. */
  readonly clientAddress: string;
  readonly requestId: string;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/**
 * The outcome of a request to subscribe.
 *
 * `events` ends after its last result. When it ends for any other reason than that the subgraph completed it or the
 * client left, the last result is `{ errors: [{ message, extensions: { code } }] }`. All subscribers that share an
 * upstream are handed the same result object, so that its text may be kept by identity; nobody may change it.
 */
export type OpenedSubscription =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | {
      readonly kind: 'live';
      readonly mode: DeliveryMode;
      /** One `next` at a time. `return` unsubscribes. */
      readonly events: AsyncIterableIterator<FormattedExecutionResult, undefined, undefined>;
    };

/** The figures of the present moment. */
export interface SubscriptionFigures {
  readonly subscriptions: number;
  /** Subscriptions to subgraphs. */
  readonly upstreams: number;
  /** Results that wait for their readers, in all. */
  readonly queuedResults: number;
}

/** All subscriptions of a gateway. */
export interface Subscriptions {
  open(request: SubscriptionRequest): Promise<OpenedSubscription>;
  figures(): SubscriptionFigures;
  /** Ends all of them with SUBSCRIPTION_SHUTDOWN, takes no more, and waits for the upstream connections to close. */
  close(): Promise<void>;
}
