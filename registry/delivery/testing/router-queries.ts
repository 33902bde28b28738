const answerToAll = /* GraphQL */ `
  ... on Unchanged { id minDelaySeconds }
  ... on FetchError { code message }
`;

/** The three questions of Apollo's Router, with the names of variables, fields and aliases that it uses. */
export const routerQueries = {
  supergraph: /* GraphQL */ `
    query SupergraphSdlQuery($apiKey: String!, $graph_ref: String!, $ifAfterId: ID) {
      routerConfig(ref: $graph_ref, apiKey: $apiKey, ifAfterId: $ifAfterId) {
        __typename
        ... on RouterConfigResult { id supergraphSdl: supergraphSDL minDelaySeconds }
        ${answerToAll}
      }
    }
  `,
  licence: /* GraphQL */ `
    query LicenseQuery($apiKey: String!, $graph_ref: String!, $ifAfterId: ID) {
      routerEntitlements(ifAfterId: $ifAfterId, apiKey: $apiKey, ref: $graph_ref) {
        __typename
        ... on RouterEntitlementsResult { id minDelaySeconds entitlement { jwt } }
        ${answerToAll}
      }
    }
  `,
  persistedQueries: /* GraphQL */ `
    query PersistedQueriesManifestQuery($apiKey: String!, $graph_ref: String!, $ifAfterId: ID) {
      persistedQueries(ref: $graph_ref, apiKey: $apiKey, ifAfterId: $ifAfterId) {
        __typename
        ... on PersistedQueriesResult { id minDelaySeconds chunks { id urls } }
        ${answerToAll}
      }
    }
  `,
} as const;
