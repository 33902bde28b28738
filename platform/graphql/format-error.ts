import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '#platform/log/log.ts';

const unexpected = 'INTERNAL_SERVER_ERROR';

/**
 * Decides what a client sees of an error. A GraphQLError with a code is for clients and passes. Any other error is a bug or
 * an outage: it is logged completely, and the client gets only an id by which the log names it.
 */
export function createErrorFormatter(log: Log) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(error);
    const code = formatted.extensions?.['code'];
    const isForClients =
      typeof code === 'string' && code !== unexpected && (cause instanceof GraphQLError || cause === error);
    if (isForClients) return { ...formatted, extensions: withoutStack(formatted.extensions) };
    const errorId = randomUUID();
    log.error({ err: cause, errorId, path: formatted.path }, 'a resolver failed');
    return {
      message: `Something went wrong here; the log names it by error ${errorId}.`,
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: { code: unexpected, errorId },
    };
  };
}

function withoutStack(extensions: GraphQLFormattedError['extensions']): Record<string, unknown> {
  const { stacktrace: _stacktrace, http: _http, ...rest } = extensions ?? {};
  return rest;
}
