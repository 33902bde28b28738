import { GraphQLError } from 'graphql';
import type { Log } from '#platform/log/log.ts';

/** What clients may learn of an error. */
export interface ErrorDisclosure {
  /** Whether the subgraph that failed is named, as `extensions.service`. */
  readonly exposeSubgraphs: boolean;
  /** By which the log can be searched. */
  readonly requestId: string;
  readonly log: Log;
}

/**
 * Codes that a subgraph does not write for clients: none at all, a fault of its own, or that it did not understand what
 * the gateway asked.
 */
const INTERNAL_CODES = new Set<unknown>([
  undefined,
  'DOWNSTREAM_SERVICE_ERROR',
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/**
 * Makes errors of an execution fit for clients. An error keeps its path; one that was meant for clients keeps its
 * message and code, any other becomes INTERNAL_SERVER_ERROR with the id of the request, under which the log has the
 * whole of it. No other extension of a subgraph passes: stacks, SQL and secrets travel there.
 */
export function toClientErrors(errors: readonly GraphQLError[], disclosure: ErrorDisclosure): GraphQLError[] {
  return errors.map((error) => toClientError(error, disclosure));
}

/** The error for anything unexpected; what it really was goes to the log. */
export function toInternalError(cause: unknown, { requestId, log }: ErrorDisclosure): GraphQLError {
  log.error({ err: cause, requestId }, 'an operation failed unexpectedly');
  return internalError(requestId);
}

function toClientError(error: GraphQLError, disclosure: ErrorDisclosure): GraphQLError {
  const { exposeSubgraphs, requestId, log } = disclosure;
  const { serviceName, code } = error.extensions;
  if (serviceName === undefined) return isExpected(error) ? error : toInternalError(error, disclosure);
  const isInternal = INTERNAL_CODES.has(code);
  if (isInternal) {
    log.error(
      { subgraph: serviceName, code, reason: error.message, path: error.path, requestId },
      'a subgraph failed',
    );
  }
  return new GraphQLError(isInternal ? 'Internal server error' : error.message, {
    ...(error.path && { path: error.path }),
    extensions: {
      ...(isInternal ? { code: 'INTERNAL_SERVER_ERROR', requestId } : { code }),
      ...(exposeSubgraphs && { service: serviceName }),
    },
  });
}

/** Written by the gateway or by graphql-js about the client's own request. */
function isExpected({ extensions, originalError }: GraphQLError): boolean {
  return (
    extensions.code !== undefined || originalError === undefined || originalError instanceof GraphQLError
  );
}

function internalError(requestId: string): GraphQLError {
  return new GraphQLError('Internal server error', {
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  });
}
