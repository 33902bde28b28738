import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** The refusal of a subscription whose answer cannot stay open. */
export const subscriptionRefusal = {
  status: 406,
  code: 'SUBSCRIPTION_NEEDS_STREAM',
  message:
    'A subscription needs an answer that stays open. Ask by WebSocket (graphql-transport-ws) at this address, or with the header accept: text/event-stream, or accept: multipart/mixed;subscriptionSpec=1.0.',
} as const;

/**
 * Refuses subscriptions in requests whose answer is one JSON document, and says how to ask (RFC 9110 section 15.5.7:
 * 406).
 */
export function createSubscriptionRefusalPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation !== 'subscription') return;
          const { message, code, status } = subscriptionRefusal;
          throw new GraphQLError(message, { extensions: { code, http: { status } } });
        },
      };
    },
  };
}
