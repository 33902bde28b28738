import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type ObservedConnection, observeSocket, toConnectionError } from './connection-error.ts';
import { EventBuffer } from './event-buffer.ts';
import { createHeaderPolicy, type HeaderFields, type HeaderPolicy } from './headers/header-policy.ts';
import { parseSubgraphErrors, parseSubgraphResponse } from './parse-subgraph-response.ts';
import {
  createSocketClass,
  type SocketClass,
  type SubgraphSocketOptions,
  toSocketUrl,
  watchSockets,
} from './subgraph-socket.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraph-transport.ts';
import { SubscriptionRefusedError, type SubscriptionTransport } from './subscription-transport.ts';

export interface GraphQLWsTransportOptions extends SubgraphSocketOptions {
  /** The address of each subgraph, by its name. */
  readonly urls: ReadonlyMap<string, string>;
  /** Decides what the upgrade and `connection_init` carry; by default only what is built in. */
  readonly headers?: HeaderPolicy;
}

/**
 * Creates the transport for the subgraphs of one supergraph that speaks graphql-transport-ws: one connection for each
 * subscription, since its token counts for the whole connection. The headers of a call travel in the upgrade and as
 * connection parameters, as the policy says.
 */
export function createGraphQLWsTransport(options: GraphQLWsTransportOptions): SubscriptionTransport {
  const socketClass = createSocketClass(options);
  const policy = options.headers ?? createHeaderPolicy();
  return {
    subscribe(request, call) {
      const url = options.urls.get(request.subgraph);
      if (url === undefined) throw new TypeError(`There is no subgraph ${request.subgraph}.`);
      const upgradeHeaders = policy.toHeaders(request.subgraph, call.headers);
      const connectionParams = policy.toConnectionPayload(request.subgraph, call.headers);
      const parts = { ...options, socketClass, upgradeHeaders, connectionParams };
      return receive(request, call.signal, toSocketUrl(url), parts);
    },
  };
}

async function* receive(
  { subgraph, ...payload }: SubgraphRequest,
  signal: AbortSignal,
  url: string,
  options: SubgraphSocketOptions & {
    readonly socketClass: SocketClass;
    readonly upgradeHeaders: HeaderFields;
    readonly connectionParams: HeaderFields;
  },
): AsyncGenerator<SubgraphResponse, undefined, undefined> {
  let socket: WebSocket | undefined;
  const observed: ObservedConnection = { wasEstablished: false };
  let pongTimeout: NodeJS.Timeout | undefined;
  const events = new EventBuffer<SubgraphResponse>({
    onFull: () => socket?.pause(),
    onDrained: () => socket?.resume(),
  });
  const lose = (cause: unknown) => events.end(toConnectionError(cause, { subgraph, url, observed }));

  const client = createClient({
    url,
    webSocketImpl: watchSockets(options.socketClass, options.upgradeHeaders, (created) => {
      socket = created;
      observeSocket(created, observed);
    }),
    connectionParams: { ...options.connectionParams },
    connectionAckWaitTimeout: options.connectTimeoutMs,
    retryAttempts: 0,
    keepAlive: options.pingIntervalMs,
    on: {
      connected: () => {
        observed.wasEstablished = true;
      },
      // By itself graphql-ws would subscribe again, from the start, after a close with 1000.
      closed: (event) => {
        clearTimeout(pongTimeout);
        lose(event);
        unsubscribe();
      },
      ping: (isReceived) => {
        if (isReceived) return;
        clearTimeout(pongTimeout);
        pongTimeout = setTimeout(() => {
          // While reading is held back, so are pongs.
          if (socket?.isPaused) pongTimeout?.refresh();
          else socket?.terminate();
        }, options.pingIntervalMs);
        pongTimeout.unref();
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimeout);
      },
    },
  });
  const unsubscribe = client.subscribe(
    { query: payload.query, variables: payload.variables, operationName: payload.operationName },
    {
      next: (body) => {
        try {
          const event = parseSubgraphResponse(subgraph, 200, body);
          // An answer to the request itself, not an event, has no data (GraphQL specification, section 7.1.3).
          if (event.data !== undefined) events.add(event);
          else events.end(new SubscriptionRefusedError(subgraph, event.errors ?? []));
        } catch (error) {
          lose(error);
        }
      },
      error: (error) =>
        Array.isArray(error)
          ? events.end(new SubscriptionRefusedError(subgraph, parseSubgraphErrors(error)))
          : lose(error),
      complete: () => events.end(),
    },
  );
  const leave = () => {
    events.end();
    unsubscribe();
    clearTimeout(pongTimeout);
    if (socket?.readyState === WebSocket.CONNECTING) socket.terminate();
    else if (socket?.isPaused) socket.resume();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    if (!signal.aborted) yield* events.drain();
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
}
