import type { IncomingHttpHeaders, Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { useServer as serveWebSockets } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** A subscription as a subgraph saw it. */
interface SeenSubscription {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly connectionParams: Readonly<Record<string, unknown>>;
  /** The headers of the upgrade request. */
  readonly headers: IncomingHttpHeaders;
}

/** The part of a subgraph that takes subscriptions. */
export interface SubscriptionEndpoint {
  /** All subscriptions, the oldest first. */
  readonly seen: SeenSubscription[];
  /** Connections that are open now. */
  readonly connectionCount: number;
  /** Breaks all connections, as the death of the process would. */
  breakConnections(): void;
  /** Closes all connections with a code. */
  closeConnections(code: number): void;
  /** True if it accepts new connections; otherwise they are refused with a status. */
  accepts: boolean;
  /** As of a proxy in front of a process that is away: 503. */
  refusalStatus: number;
  close(): Promise<void>;
}

/** Takes subscriptions by graphql-transport-ws at a server's `/graphql`. */
export function serveSubscriptions(server: Server, schema: GraphQLSchema): SubscriptionEndpoint {
  const seen: SeenSubscription[] = [];
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    verifyClient: (_client, decide) => decide(endpoint.accepts, endpoint.refusalStatus),
  });
  const disposable = serveWebSockets(
    {
      schema,
      onSubscribe({ connectionParams = {}, extra }, _id, { query, variables }) {
        const { headers } = extra.request;
        seen.push({ query, variables: variables ?? {}, connectionParams, headers });
      },
    },
    sockets,
  );
  let closed: void | Promise<void> | undefined;
  const endpoint: SubscriptionEndpoint = {
    seen,
    accepts: true,
    refusalStatus: 503,
    get connectionCount() {
      return sockets.clients.size;
    },
    breakConnections() {
      for (const socket of sockets.clients) socket.terminate();
    },
    closeConnections(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      closed ??= disposable.dispose();
      await closed;
    },
  };
  return endpoint;
}
