import { ApolloClient, type ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Recording, type StockClient, type Subscription } from '../stock-client.ts';
import { renewStream, toHeaders, watchFetch } from './http.ts';
import { openClient } from './websocket.ts';

export const apolloWebSocketClient: StockClient = {
  name: 'Apollo Client over WebSocket',
  follow(subscription, access) {
    const { client, renew } = openClient(access);
    return { ...followBy(new GraphQLWsLink(client), subscription), renew };
  },
};

export const apolloMultipartClient: StockClient = {
  name: 'Apollo Client over multipart HTTP',
  follow(subscription, access) {
    const watched = watchFetch();
    const link = new HttpLink({ uri: access.gatewayUrl, headers: toHeaders(access), fetch: watched.fetch });
    return {
      ...followBy(link, subscription),
      renew: (token) => renewStream(access.gatewayUrl, watched.subscriptionId(), token),
    };
  },
};

function followBy(link: ApolloLink, { query, variables }: Subscription) {
  const recording = new Recording();
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const events = client.subscribe({
    query: gql(query),
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
    ...(variables && { variables: { ...variables } }),
  });
  const running = events.subscribe({
    next: ({ data, error }) => recording.take({ data, errors: error && toErrors(error) }),
    error: (reason: unknown) => recording.fail(reason),
    complete: () => recording.end(),
  });
  return { recording, leave: () => running.unsubscribe() };
}

function toErrors(error: Error) {
  if (CombinedGraphQLErrors.is(error) || CombinedProtocolErrors.is(error)) return error.errors;
  return [error];
}
