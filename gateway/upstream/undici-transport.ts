import { Agent, type Dispatcher, errors, request } from 'undici';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { toMediaType } from '#platform/text/media-type.ts';
import { parseSubgraphResponse } from './parse-subgraph-response.ts';
import type { SubgraphTransport, TransportErrorCode } from './subgraph-transport.ts';

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
export function createSubgraphConnections(options: SubgraphConnectionsOptions): Agent {
  return new Agent({
    connections: options.connectionsPerOrigin,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.responseTimeoutMs,
    bodyTimeout: options.responseTimeoutMs,
    maxResponseSize: options.maxResponseBytes,
  });
}

/** Media types of GraphQL answers (GraphQL over HTTP, section "Media Types"). */
const responseTypes = new Set(['application/json', 'application/graphql-response+json']);

export interface UndiciTransportOptions {
  readonly dispatcher: Dispatcher;
  /** The address of each subgraph, by its name. */
  readonly urls: ReadonlyMap<string, string>;
}

/** Creates the transport over HTTP for the subgraphs of one supergraph. */
export function createUndiciTransport({ dispatcher, urls }: UndiciTransportOptions): SubgraphTransport {
  return {
    async send({ subgraph, ...body }, { headers, signal }) {
      const url = urls.get(subgraph);
      if (url === undefined) throw new TypeError(`There is no subgraph ${subgraph}.`);
      try {
        const response = await request(url, {
          dispatcher,
          signal,
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            accept: 'application/graphql-response+json, application/json;q=0.9',
          },
          body: JSON.stringify(body),
        });
        return parseSubgraphResponse(subgraph, response.statusCode, await readJson(response, subgraph));
      } catch (error) {
        throw toTransportError(subgraph, url, error);
      }
    },
  };
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
