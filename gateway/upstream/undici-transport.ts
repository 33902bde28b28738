import { Agent, type Dispatcher, errors, request } from 'undici';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { toMediaType } from '#platform/text/media-type.ts';
import { parseSubgraphResponse } from './parse-subgraph-response.ts';
import { toRequestBody } from './request-body.ts';
import { isRepeatable, type RouteEnd, type SubgraphRoute, type SubgraphRoutes } from './subgraph-routes.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
  TransportErrorCode,
} from './subgraph-transport.ts';
import { tellUnsent, UnsentError } from './unsent.ts';

export interface SubgraphConnectionsOptions {
  /** Time to open a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Until the headers of the answer are there, and then between two parts of its body, in milliseconds. */
  readonly responseTimeoutMs: number;
  /** The largest answer, in bytes. */
  readonly maxResponseBytes: number;
  /** Connections kept to each subgraph. */
  readonly connectionsPerOrigin: number;
}

/** Opens the connections that all transports share: one pool an origin. Its owner closes it. */
export function createSubgraphConnections(options: SubgraphConnectionsOptions): Dispatcher {
  const agent = new Agent({
    connections: options.connectionsPerOrigin,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.responseTimeoutMs,
    bodyTimeout: options.responseTimeoutMs,
    maxResponseSize: options.maxResponseBytes,
  });
  return agent.compose(tellUnsent);
}

/** Media types of GraphQL answers (GraphQL over HTTP, section "Media Types"). */
const responseTypes = new Set(['application/json', 'application/graphql-response+json']);

export interface UndiciTransportOptions {
  readonly dispatcher: Dispatcher;
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
export function createUndiciTransport({ dispatcher, routes }: UndiciTransportOptions): SubgraphTransport {
  return {
    async send(request, call) {
      const tried: SubgraphRoute[] = [];
      let isRepeated = false;
      let error: unknown;
      for (;;) {
        const route = routes.find(request.subgraph, 'request', tried);
        if (route === undefined) throw error;
        try {
          const response = await ask(dispatcher, route, request, call);
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

async function ask(
  dispatcher: Dispatcher,
  route: SubgraphRoute,
  subgraphRequest: SubgraphRequest,
  { headers, signal }: SubgraphCall,
): Promise<SubgraphResponse> {
  const { url, host } = toAddress(route);
  const response = await request(url, {
    dispatcher,
    signal,
    method: 'POST',
    headers: {
      ...headers,
      ...(host !== undefined && { host }),
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    },
    body: toRequestBody(subgraphRequest),
  });
  const { subgraph } = subgraphRequest;
  const answer = await readJson(response, subgraph);
  return parseSubgraphResponse(subgraph, response.statusCode, answer);
}

/** The address of a route. With an IP address, the name of the host goes into the header, and into TLS from there. */
function toAddress({ url, ip }: SubgraphRoute): { readonly url: string | URL; readonly host?: string } {
  if (ip === undefined) return { url };
  const address = new URL(url);
  const { host } = address;
  address.hostname = ip.includes(':') ? `[${ip}]` : ip;
  return { url: address, host };
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

async function readJson(response: Dispatcher.ResponseData, subgraph: string): Promise<unknown> {
  const { statusCode, headers, body } = response;
  const type = toMediaType(String(headers['content-type'] ?? '')) ?? '';
  if (!responseTypes.has(type)) {
    await body.dump();
    const code = statusCode >= 500 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_RESPONSE_INVALID';
    throw new CodedError(
      code,
      `Subgraph ${subgraph} answered ${statusCode} with type "${type}", not GraphQL.`,
    );
  }
  try {
    return await body.json();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new CodedError('SUBGRAPH_RESPONSE_INVALID', `Subgraph ${subgraph} answered broken JSON.`, {
      cause,
    });
  }
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
    cause instanceof errors.HeadersTimeoutError ||
    cause instanceof errors.BodyTimeoutError ||
    (cause instanceof DOMException && cause.name === 'TimeoutError');
  return isTimeout ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE';
}
