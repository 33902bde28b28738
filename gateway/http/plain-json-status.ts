import type { ApolloServerPlugin } from '@apollo/server';
import { responseTypeFor } from './graphql-reply.ts';

/** What is wrong with a request that is well-formed HTTP and JSON. */
const REQUEST_ERRORS = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
]);

/**
 * Answers a document that cannot be parsed, validated or given its variables with 200 to a client that asked for
 * `application/json`, as the specification would have it (GraphQL over HTTP, section "application/json"): such clients
 * may not tell an answer of the gateway from one of something between. Others get 400.
 */
export function createPlainJsonStatusPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors = [] }) {
          const isPlain = responseTypeFor(request.http?.headers.get('accept')).startsWith('application/json');
          const isRequestError =
            errors.length > 0 && errors.every(({ extensions }) => REQUEST_ERRORS.has(extensions.code));
          if (isPlain && isRequestError && response.http.status === 400) response.http.status = 200;
        },
      };
    },
  };
}
