import { GraphQLError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';
import { UnplannableOperationError } from '../graph/corrections/unplannable-operation.ts';

/** The parts of an error that clients may learn. */
export interface ErrorDisclosure {
  /** True if internal errors of subgraphs keep their messages, and `extensions.service` names the subgraph. */
  readonly exposeSubgraphs: boolean;
  /** The id by which the log can be searched. */
  readonly requestId: string;
  readonly log: Log;
}

/** The code that executors give to an error of a subgraph that has none. */
const noCode = 'DOWNSTREAM_SERVICE_ERROR';

/**
 * Codes that a subgraph does not write for clients: none at all, a fault of its own, or that it did not understand what
 * the gateway asked.
 */
const internalCodes = new Set<unknown>([
  undefined,
  noCode,
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/**
 * The message of graphql-js for a value in a document that its scalar does not take. Only the subgraph knows which values
 * a custom scalar takes, so that such a document is valid here.
 */
const unfitScalar = /^Expected value of type "[^"]+", found /;

/**
 * Makes errors of an execution fit for clients. An error keeps its path; one that was meant for clients keeps its
 * message and code. Any other becomes INTERNAL_SERVER_ERROR with the id of the request, under which the log has the
 * whole of it; where subgraphs are exposed it keeps its message and code too. No other extension of a subgraph passes:
 * stacks, SQL and secrets travel there.
 */
export function toClientErrors(errors: readonly GraphQLError[], disclosure: ErrorDisclosure): GraphQLError[] {
  return errors.map((error) => toClientError(error, disclosure));
}

/** The error for anything unexpected; what it really was goes to the log. */
export function toInternalError(cause: unknown, { requestId, log }: ErrorDisclosure): GraphQLError {
  log.error({ err: cause, requestId }, 'an operation failed unexpectedly');
  return internalError(requestId);
}

/** The error for whatever kept an operation from running: it cannot be planned, or failed unexpectedly. */
export function toFailure(cause: unknown, disclosure: ErrorDisclosure): GraphQLError {
  if (isRefusalForNow(cause)) return new GraphQLError(cause.message, { extensions: { code: cause.code } });
  if (!(cause instanceof UnplannableOperationError)) return toInternalError(cause, disclosure);
  const { code, message, path, reason } = cause;
  disclosure.log.warn({ reason, path, requestId: disclosure.requestId }, 'an operation cannot be planned');
  return new GraphQLError(message, { ...(path && { path }), extensions: { code } });
}

/** True of an error that says that the gateway cannot do it now, and is written for clients. */
function isRefusalForNow(cause: unknown): cause is CodedError {
  return cause instanceof CodedError && 'statusCode' in cause && cause.statusCode === 503;
}

function toClientError(error: GraphQLError, disclosure: ErrorDisclosure): GraphQLError {
  const { serviceName } = error.extensions;
  if (serviceName === undefined) return isExpected(error) ? error : toInternalError(error, disclosure);
  const { message, code } = toDisclosed(error, disclosure);
  const { exposeSubgraphs, requestId } = disclosure;
  const isInternal = internalCodes.has(code);
  return new GraphQLError(message, {
    ...(error.path && { path: error.path }),
    extensions: { code, ...(isInternal && { requestId }), ...(exposeSubgraphs && { service: serviceName }) },
  });
}

function toDisclosed(
  { message, path, extensions: { serviceName, code: given } }: GraphQLError,
  { exposeSubgraphs, requestId, log }: ErrorDisclosure,
): { readonly message: string; readonly code: unknown } {
  // Some servers write null, or a number, where they have no code for clients.
  const code = typeof given === 'string' && given !== '' ? given : undefined;
  if (!internalCodes.has(code)) return { message, code };
  if (code === 'GRAPHQL_VALIDATION_FAILED' && unfitScalar.test(message)) {
    return { message: shortenMessage(message), code: 'BAD_USER_INPUT' };
  }
  log.error({ subgraph: serviceName, code, reason: message, path, requestId }, 'a subgraph failed');
  if (exposeSubgraphs && message !== '') return { message, code: code ?? noCode };
  return { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' };
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
