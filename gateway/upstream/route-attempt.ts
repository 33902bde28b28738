import { errors } from 'undici';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { toMediaType } from '#platform/text/media-type.ts';
import { type CollectedAnswer, collectAnswer, OverdueError, UnsentError } from './collect-answer.ts';
import type { HeaderFields } from './headers/header-policy.ts';
import { parseSubgraphText } from './parse-subgraph-response.ts';
import { type RouteTarget, toRouteTarget } from './route-target.ts';
import type { SubgraphConnections } from './subgraph-connections.ts';
import type { RouteEnd, SubgraphRoute } from './subgraph-routes.ts';
import type { SubgraphCall, SubgraphResponse, TransportErrorCode } from './subgraph-transport.ts';

/** Media types of GraphQL answers (GraphQL over HTTP, section "Media Types"). */
const responseTypes = new Set(['application/json', 'application/graphql-response+json']);

const ownHeaders = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json;q=0.9',
] as const;

/** One request over one route. */
export interface RouteAttempt {
  readonly subgraph: string;
  readonly route: SubgraphRoute;
  readonly body: string;
  readonly call: SubgraphCall;
  readonly timeoutMs: number;
}

/** An attempt that got no usable answer. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly end: RouteEnd;
  /** `lost`: it was sent and nobody answered it. `final`: another attempt would not help. */
  readonly kind: 'unsent' | 'lost' | 'final';
}

/**
 * Sends a request over a route.
 *
 * @throws whatever {@link judgeFailure} judges
 */
export async function attemptRoute(
  connections: SubgraphConnections,
  { subgraph, route, body, call: { headers, signal }, timeoutMs }: RouteAttempt,
): Promise<SubgraphResponse> {
  const target = toRouteTarget(route);
  const held = connections.find(subgraph, target.origin);
  const sentAtMs = performance.now();
  const answer = await collectAnswer({
    dispatcher: held.dispatcher,
    request: {
      origin: target.origin,
      path: target.path,
      method: 'POST',
      headers: toHeaderList(headers, target),
      body,
    },
    isAccepted: isGraphQLType,
    maxBytes: connections.options.maxResponseBytes,
    timeoutMs,
    signal,
  }).catch((error: unknown) => {
    if (error instanceof OverdueError) held.noteSilence(sentAtMs);
    throw error;
  });
  held.noteAnswer();
  return toResponse(subgraph, answer);
}

/** Judges what was thrown by an attempt: the error for the caller, what it says of the route, and if another attempt may help. */
export function judgeFailure(thrown: unknown, { subgraph, route, call }: RouteAttempt): FailedAttempt {
  const isUnsent = thrown instanceof UnsentError;
  const cause = isUnsent ? thrown.cause : thrown;
  const error = toTransportError(subgraph, route.url, cause);
  if (call.signal.aborted) return { error, end: 'left', kind: 'final' };
  // Whoever could not even be sent a request in that time is not reached, but there is no time left for anybody else.
  if (cause instanceof OverdueError) return { error, end: isUnsent ? 'failed' : 'reached', kind: 'final' };
  if (isUnsent) return { error, end: 'failed', kind: 'unsent' };
  if (isLostConnection(cause)) return { error, end: 'failed', kind: 'lost' };
  // A server that ends, or a proxy before one that has ended, says so by its status.
  const isAway = cause instanceof CodedError && cause.code === 'SUBGRAPH_UNAVAILABLE';
  return { error, end: 'reached', kind: isAway ? 'lost' : 'final' };
}

/** Names and values in turn, as undici takes them with the least work. */
function toHeaderList(headers: HeaderFields, { host }: RouteTarget): string[] {
  const list: string[] = [...ownHeaders];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) list.push(name, value);
  }
  if (host !== undefined) list.push('host', host);
  return list;
}

function isGraphQLType(type: string): boolean {
  return responseTypes.has(type) || responseTypes.has(toMediaType(type) ?? '');
}

function toResponse(subgraph: string, { status, type, text }: CollectedAnswer): SubgraphResponse {
  if (isGraphQLType(type)) return parseSubgraphText(subgraph, status, text);
  const code = status >= 500 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_RESPONSE_INVALID';
  throw new CodedError(
    code,
    `Subgraph ${subgraph} answered ${status} with type "${toMediaType(type) ?? ''}", not GraphQL.`,
  );
}

/** Codes of broken connections: by the other end, TLS (which tells after the first request that it refuses a certificate), or HTTP/2. */
const lostCodes = /^(ECONNRESET|EPIPE|ERR_SSL_.*|ERR_HTTP2_.*)$/;

/** True if a connection, or a stream of HTTP/2, ended before the whole answer was there. */
function isLostConnection(cause: unknown): boolean {
  if (cause instanceof errors.SocketError || cause instanceof errors.InformationalError) return true;
  return cause instanceof Error && 'code' in cause && lostCodes.test(String(cause.code));
}

function toTransportError(subgraph: string, url: string, cause: unknown): unknown {
  if (cause instanceof CodedError || cause instanceof TypeError) return cause;
  const reason = toErrorText(cause);
  return new CodedError(codeFor(cause), `Subgraph ${subgraph} at ${url} gave no answer: ${reason}`, {
    cause,
  });
}

function codeFor(cause: unknown): TransportErrorCode {
  if (cause instanceof errors.ResponseExceededMaxSizeError) return 'SUBGRAPH_RESPONSE_INVALID';
  const isTimeout =
    cause instanceof OverdueError || (cause instanceof DOMException && cause.name === 'TimeoutError');
  return isTimeout ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE';
}
