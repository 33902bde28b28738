import { clientIdentity } from './client-identity.ts';
import { ownHeaders } from './own-headers.ts';

/** The headers of a request to the gateway's GraphQL. */
export const graphqlHeaders = {
  ...ownHeaders,
  ...clientIdentity,
  accept: 'application/graphql-response+json, application/json',
};
