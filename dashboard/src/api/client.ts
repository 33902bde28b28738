import { Client, cacheExchange, fetchExchange, makeOperation, mapExchange, type Operation } from '@urql/core';
import { fetchUnlessEarly } from './early-requests.ts';
import type { FirstQuery } from './first-query.ts';
import { graphqlHeaders } from './graphql-headers.ts';
import { graphqlPath } from './paths.ts';
import type { SessionStore } from './session.ts';
import type { TrustedDocument } from './trusted-document.ts';

/**
 * Creates the client for queries and mutations. It sends the hash of a trusted document in place of its text. While the session
 * has ended, queries wait for a new one; a mutation fails, and the form that sent it keeps what was typed.
 */
export function createGraphqlClient(session: SessionStore, first: FirstQuery): Client {
  const client = new Client({
    url: graphqlPath,
    preferGetMethod: false,
    fetch: fetchUnlessEarly,
    fetchOptions: {
      credentials: 'same-origin',
      headers: graphqlHeaders,
    },
    exchanges: [
      mapExchange({ onOperation: withHash }),
      cacheExchange,
      mapExchange({
        onOperation(operation) {
          if (operation.kind !== 'query') return operation;
          const waiting = session.state.hasEnded ? untilActive(session) : first.untilShown(operation.key);
          return waiting?.then(() => operation) ?? operation;
        },
        onResult({ error, operation }) {
          if (error?.response?.status !== 401) {
            // A cookie that another tab has cleared makes a caller unknown, without a 401.
            if (error?.graphQLErrors.some(isUnauthorized)) void session.check();
            return undefined;
          }
          session.end();
          if (operation.kind !== 'query') return undefined;
          void untilActive(session).then(() =>
            client.reexecuteOperation(makeOperation('query', operation, { requestPolicy: 'network-only' })),
          );
          // The answer that counts comes with the new session.
          return new Promise(() => {});
        },
      }),
      fetchExchange,
    ],
  });
  return client;
}

function withHash(operation: Operation): Operation {
  const { sha256 } = operation.query as Partial<TrustedDocument<unknown, unknown>>;
  if (sha256 === undefined) return operation;
  return makeOperation(operation.kind, {
    ...operation,
    extensions: { ...operation.extensions, persistedQuery: { version: 1, sha256Hash: sha256 } },
  });
}

/** The code of what the gateway cut from an answer, as the caller may not see it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

function isUnauthorized({
  extensions,
  path,
}: {
  extensions?: Record<string, unknown>;
  path?: readonly unknown[] | undefined;
}) {
  return extensions?.['code'] === unauthorizedCode && path?.length === 1;
}

function untilActive(session: SessionStore): Promise<void> {
  return new Promise((resolve) => {
    const leave = session.subscribe(() => {
      if (session.state.hasEnded) return;
      leave();
      resolve();
    });
  });
}
