import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { findHeaderProblem } from '#platform/http/header-problems.ts';
import type { Log } from '#platform/log/log.ts';
import type { SharedCount } from '#platform/process/shared-count.ts';
import { ClientConnection } from './client-connection.ts';
import { closeCodes } from './close-codes.ts';
import { ConnectionAdmission, type UpgradeRefusal } from './connection-admission.ts';
import { createGraphQLProtocol } from './graphql-protocol.ts';
import { Heartbeat } from './heartbeat.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { ServerWebSocket } from './server-web-socket.ts';
import type { GraphQLWebSocketHandler, WebSocketObserver } from './websocket-handler.ts';
import { defaultWebSocketLimits, type WebSocketLimits } from './websocket-limits.ts';

export interface GraphQLWebSocketOptions<Context extends object> {
  /** Where clients connect, without a query string. */
  readonly path: string;
  readonly log: Log;
  readonly handler: GraphQLWebSocketHandler<Context>;
  /** Those left out have their defaults. */
  readonly limits?: Partial<WebSocketLimits>;
  /** True if a page of this origin may connect. Clients other than browsers send no origin and are not asked for one. */
  readonly isAllowedOrigin: (origin: string) => boolean;
  /** Whose connections are counted together. The address of the socket's other end when absent. */
  readonly addressOf?: (request: IncomingMessage) => string;
  readonly observer?: WebSocketObserver;
  /** Tells the connections of other processes that are on the same port; the process is alone if absent. */
  readonly sharedCount?: SharedCount | undefined;
}

/** Part of `closeWithinMs` for which queries and mutations may go on before they are cut off. */
const drainingPart = 0.8;

/**
 * Serves GraphQL over WebSocket (graphql-transport-ws) at one path of a server, and answers all other upgrades with 404.
 *
 * Refused by HTTP, before there is a WebSocket: repeated headers (400), unknown origins (403), too many connections (429
 * for an address, 503 in all or while the server closes). When the server closes, queries at work finish and connections end with 1001.
 */
export function registerGraphQLWebSocket<Context extends object>(
  app: FastifyInstance,
  options: GraphQLWebSocketOptions<Context>,
): void {
  const { log, handler, observer } = options;
  const limits = { ...defaultWebSocketLimits, ...options.limits };
  const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? 'unknown');
  const settings = {
    noServer: true,
    WebSocket: ServerWebSocket,
    clientTracking: false,
    // A compressor for each connection costs more memory than all else, and compression of secrets leaks them.
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handleProtocols,
    closeTimeout: limits.closeWithinMs,
  };
  const webSockets = new WebSocketServer(settings);
  const host = { handler, log, limits, observer };
  const protocol = createGraphQLProtocol(host);
  const admission = new ConnectionAdmission(limits, options.sharedCount);
  const heartbeat = new Heartbeat(limits.pingEveryMs);
  const connections = new Set<ClientConnection<Context>>();
  let isClosing = false;
  let onEmpty = () => {};

  function refusalFor(request: IncomingMessage): UpgradeRefusal | undefined {
    const problem = findHeaderProblem(request);
    if (problem !== undefined) return { status: 400, code: 'BAD_REQUEST', message: problem };
    const [path] = (request.url ?? '').split('?', 1);
    if (path !== options.path)
      return { status: 404, code: 'NOT_FOUND', message: `WebSockets are at ${options.path}.` };
    if (isClosing) return { status: 503, code: 'SERVER_CLOSING', message: 'This server is closing.' };
    const { origin } = request.headers;
    if (origin !== undefined && !options.isAllowedOrigin(origin))
      return { status: 403, code: 'ORIGIN_FORBIDDEN', message: 'Pages of your origin may not connect here.' };
    return admission.makeRoom(addressOf(request));
  }

  function open(ws: WebSocket, request: IncomingMessage): void {
    const remoteAddress = addressOf(request);
    const connection = new ClientConnection(
      ws,
      { headers: request.headers, remoteAddress, stream: request.socket },
      host,
      (opened) => admission.enter(remoteAddress, opened),
      () => {
        stopBeating();
        connections.delete(connection);
        if (connections.size === 0) onEmpty();
      },
    );
    const stopBeating = heartbeat.add(connection.socket);
    connections.add(connection);
    observer?.connectionOpened(request);
    protocol.serve(connection);
  }

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalFor(request);
    if (refusal === undefined) {
      webSockets.handleUpgrade(request, socket, head, (ws) => open(ws, request));
      return;
    }
    observer?.upgradeRefused(refusal.status, request);
    refuseUpgrade(socket, refusal);
  });

  app.addHook('preClose', async () => {
    isClosing = true;
    if (connections.size > 0) await endAll();
    heartbeat.stop();
  });

  async function endAll(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    onEmpty = resolve;
    for (const connection of connections) connection.leave();
    const drained = setTimeout(() => {
      for (const { socket } of connections) socket.close(closeCodes.goingAway, 'The server is going away.');
    }, limits.closeWithinMs * drainingPart);
    const overdue = setTimeout(() => {
      for (const { socket } of connections) socket.terminate('server');
    }, limits.closeWithinMs);
    await promise;
    clearTimeout(drained);
    clearTimeout(overdue);
  }
}
