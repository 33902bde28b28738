import { createClient } from 'graphql-sse';
import { Recording, type StockClient } from '../stock-client.ts';
import { renewStream, toHeaders, watchFetch } from './http.ts';

/** In distinct connections mode, which is its own default. */
export const graphqlSseClient: StockClient = {
  name: 'graphql-sse',
  follow({ query, variables }, access) {
    const recording = new Recording();
    const watched = watchFetch();
    const client = createClient({
      url: access.gatewayUrl,
      headers: toHeaders(access),
      fetchFn: watched.fetch,
      retryAttempts: 0,
    });
    const leave = client.subscribe(
      { query, ...(variables && { variables: { ...variables } }) },
      {
        next: (result) => recording.take(result),
        error: (reason) => recording.fail(reason),
        complete: () => recording.end(),
      },
    );
    return {
      recording,
      leave,
      renew: (token) => renewStream(access.gatewayUrl, watched.subscriptionId(), token),
    };
  },
};
