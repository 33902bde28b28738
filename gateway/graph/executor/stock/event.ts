import type { SubgraphResponse, SubgraphTransport } from '../../../upstream/subgraph-transport.ts';
import type { QueryPlan } from '../../planner/planner.ts';

/** The plan of a subscription: what brings its events, and what is fetched for each. */
export type SubscriptionNode = Extract<QueryPlan['node'], { readonly kind: 'Subscription' }>;

/** The plan for one event, in a form that knows nothing of subscriptions: the primary node, and then the rest. */
export function toEventPlan({ primary, rest }: SubscriptionNode): QueryPlan {
  return { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary };
}

/** A transport that answers the primary node with the event, and sends everything else. */
export function withEvent(
  transport: SubgraphTransport,
  primary: SubscriptionNode['primary'],
  event: SubgraphResponse,
): SubgraphTransport {
  return {
    async send(request, call) {
      // No other node has the text of a subscription.
      return request.query === primary.operation ? event : transport.send(request, call);
    },
  };
}
