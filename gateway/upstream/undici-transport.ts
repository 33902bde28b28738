import { errors } from 'undici';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { toMediaType } from '#platform/text/media-type.ts';
import { type CollectedAnswer, collectAnswer, OverdueError, UnsentError } from './collect-answer.ts';
import type { HeaderFields } from './headers/header-policy.ts';
import { parseSubgraphText } from './parse-subgraph-response.ts';
import { toRequestBody } from './request-body.ts';
import { type RouteTarget, toRouteTarget } from './route-target.ts';
import type { SubgraphConnections } from './subgraph-connections.ts';
import { isRepeatable, type RouteEnd, type SubgraphRoute, type SubgraphRoutes } from './subgraph-routes.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
  TransportErrorCode,
} from './subgraph-transport.ts';

/** Media types of GraphQL answers (GraphQL over HTTP, section "Media Types"). */
const responseTypes = new Set(['application/json', 'application/graphql-response+json']);

const ownHeaders = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json;q=0.9',
] as const;

export interface UndiciTransportOptions {
  readonly connections: SubgraphConnections;
  /** The ways to the subgraphs. */
  readonly routes: SubgraphRoutes;
}

/** A request that got no usable answer over one route. */
interface FailedAttempt {
  readonly error: unknown;
  readonly end: RouteEnd;
  /** `never`, or over another route: `always` if it was not sent, `once` if it was and may be sent again. */
  readonly repeat: 'never' | 'once' | 'always';
}

/**
 * Creates the transport over HTTP for the subgraphs of one supergraph. A request that was never sent is tried over another route at
 * once. A query that was sent, and then broke or found nobody to answer it, is repeated once over another route.
 */
export function createUndiciTransport({ connections, routes }: UndiciTransportOptions): SubgraphTransport {
  const { responseTimeoutMs } = connections.options;
  return {
    async send(request, call) {
      const endsAtMs = performance.now() + responseTimeoutMs;
      const body = toRequestBody(request);
      const tried: SubgraphRoute[] = [];
      let isRepeated = false;
      let error: unknown;
      for (;;) {
        const route = routes.find(request.subgraph, 'request', tried);
        if (route === undefined) throw error;
        try {
          const timeoutMs =
            tried.length === 0 ? responseTimeoutMs : Math.max(endsAtMs - performance.now(), 1);
          const response = await ask(connections, {
            subgraph: request.subgraph,
            route,
            body,
            call,
            timeoutMs,
          });
          route.end('reached');
          return response;
        } catch (thrown) {
          const failed = judge(thrown, route, request, call);
          route.end(failed.end);
          if (failed.repeat === 'never' || (failed.repeat === 'once' && isRepeated)) throw failed.error;
          isRepeated ||= failed.repeat === 'once';
          error = failed.error;
          tried.push(route);
        }
      }
    },
  };
}

interface Attempt {
  readonly subgraph: string;
  readonly route: SubgraphRoute;
  readonly body: string;
  readonly call: SubgraphCall;
  readonly timeoutMs: number;
}

async function ask(
  { dispatcher, options }: SubgraphConnections,
  { subgraph, route, body, call: { headers, signal }, timeoutMs }: Attempt,
): Promise<SubgraphResponse> {
  const target = toRouteTarget(route);
  const answer = await collectAnswer({
    dispatcher,
    request: {
      origin: target.origin,
      path: target.path,
      method: 'POST',
      headers: toHeaderList(headers, target),
      body,
    },
    isAccepted: isGraphQLType,
    maxBytes: options.maxResponseBytes,
    timeoutMs,
    signal,
  });
  return toResponse(subgraph, answer);
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

function judge(
  thrown: unknown,
  route: SubgraphRoute,
  { subgraph, query }: SubgraphRequest,
  { signal }: SubgraphCall,
): FailedAttempt {
  const isUnsent = thrown instanceof UnsentError;
  const cause = isUnsent ? thrown.cause : thrown;
  const error = toTransportError(subgraph, route.url, cause);
  if (signal.aborted) return { error, end: 'left', repeat: 'never' };
  // Whoever could not even be sent a request in that time is not reached; but there is no time left for anybody else.
  if (cause instanceof OverdueError) return { error, end: isUnsent ? 'failed' : 'reached', repeat: 'never' };
  if (isUnsent) return { error, end: 'failed', repeat: 'always' };
  const repeat = isRepeatable(query) ? 'once' : 'never';
  if (isLostConnection(cause)) return { error, end: 'failed', repeat };
  // A server that ends, or a proxy before one that has ended, says so by its status.
  const isAway = cause instanceof CodedError && cause.code === 'SUBGRAPH_UNAVAILABLE';
  return { error, end: 'reached', repeat: isAway ? repeat : 'never' };
}

/** True if a connection ended before the whole answer was there. */
function isLostConnection(cause: unknown): boolean {
  if (cause instanceof errors.SocketError) return true;
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE');
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
