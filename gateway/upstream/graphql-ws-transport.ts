import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type ObservedConnection, observeSocket, toConnectionError } from './connection-error.ts';
import { EventBuffer } from './event-buffer.ts';
import { createHeaderPolicy, type HeaderFields, type HeaderPolicy } from './headers/header-policy.ts';
import { parseSubgraphErrors, parseSubgraphResponse } from './parse-subgraph-response.ts';
import type { SubgraphRoute, SubgraphRoutes } from './subgraph-routes.ts';
import {
  createSocketClass,
  type SocketClass,
  type SubgraphSocketOptions,
  toSocketUrl,
  watchSockets,
} from './subgraph-socket.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraph-transport.ts';
import {
  SubscriptionLostError,
  SubscriptionRefusedError,
  type SubscriptionTransport,
} from './subscription-transport.ts';
import { plainTls, type SubgraphTls } from './tls/subgraph-tls.ts';

export interface GraphQLWsTransportOptions extends SubgraphSocketOptions {
  /** The ways to the subgraphs. */
  readonly routes: SubgraphRoutes;
  /** Decides what the upgrade and `connection_init` carry; by default only what is built in. */
  readonly headers?: HeaderPolicy;
  /** Gives certificates and keys; by default those of Node.js. */
  readonly tls?: SubgraphTls;
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
      const upgradeHeaders = policy.toHeaders(request.subgraph, call.headers);
      const connectionParams = policy.toConnectionPayload(request.subgraph, call.headers);
      return receiveFromOne(request, call.signal, {
        ...options,
        socketClass,
        upgradeHeaders,
        connectionParams,
      });
    },
  };
}

interface ReceiveOptions extends GraphQLWsTransportOptions {
  readonly socketClass: SocketClass;
  readonly upgradeHeaders: HeaderFields;
  readonly connectionParams: HeaderFields;
}

/** Subscribes over one route after the other until a connection is established. */
async function* receiveFromOne(
  request: SubgraphRequest,
  signal: AbortSignal,
  options: ReceiveOptions,
): AsyncGenerator<SubgraphResponse, undefined, undefined> {
  const tried: SubgraphRoute[] = [];
  let lost: unknown;
  for (;;) {
    const route = options.routes.find(request.subgraph, 'subscription', tried);
    if (route === undefined) throw lost;
    try {
      return yield* receive(request, signal, route, options);
    } catch (error) {
      const isReached = !(error instanceof SubscriptionLostError) || error.wasEstablished;
      route.end(isReached ? 'reached' : 'failed');
      if (isReached || signal.aborted) throw error;
      lost = error;
      tried.push(route);
    } finally {
      // Left, or completed: whoever completes was reached, but leaving says nothing.
      route.end(signal.aborted ? 'left' : 'reached');
    }
  }
}

async function* receive(
  { subgraph, ...payload }: SubgraphRequest,
  signal: AbortSignal,
  route: SubgraphRoute,
  options: ReceiveOptions,
): AsyncGenerator<SubgraphResponse, undefined, undefined> {
  const url = toSocketUrl(route.url);
  const { context, serverName } = (options.tls ?? plainTls).find(subgraph);
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
    webSocketImpl: watchSockets(
      options.socketClass,
      { headers: options.upgradeHeaders, ip: route.ip, context, serverName },
      (created) => {
        socket = created;
        observeSocket(created, observed);
      },
    ),
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
