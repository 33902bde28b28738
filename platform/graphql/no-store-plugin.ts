import type { ApolloServerPlugin, BaseContext } from '@apollo/server';

/**
 * Forbids caches to keep answers (RFC 9111 section 5.2.2.5). Apollo Server's own plugin for this header looks at every
 * field of every answer, for hints that no schema here has.
 */
export const noStorePlugin: ApolloServerPlugin<BaseContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      response.http.headers.set('cache-control', 'no-store');
    },
  }),
};
