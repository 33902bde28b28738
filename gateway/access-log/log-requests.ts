import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ProxyTrust, toClientAddress, toCountedAddress } from '#platform/http/client-address.ts';
import { getRequestId } from '#platform/http/request-id.ts';
import type { WebSocketObserver } from '#platform/websocket/websocket-handler.ts';
import { findIdentifiedCaller } from '../credentials/identify-caller.ts';
import type { Access } from './access.ts';
import type { AccessLog } from './access-log.ts';

/** Writes a path as the log may have it. */
type ToLoggedPath = (path: string) => string;

/** The statuses that Fastify gives to requests that Node.js cannot read. */
const statusesOfUnreadable: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * Logs the requests of a server: each from its headers to the end of its answer, whatever answers it and whoever breaks it off; upgrades to
 * WebSockets, each until its connection ends; and those that cannot be read. Nothing of the server's work depends on it.
 */
export function logRequests(
  server: Server,
  accessLog: AccessLog,
  trust: ProxyTrust,
  toLoggedPath: ToLoggedPath = (path) => path,
): void {
  const begin = (request: IncomingMessage) => beginAccess(request, accessLog, { trust, toLoggedPath });
  const bytes = new WrittenBytes();

  // Ahead of whatever answers, which is told nothing of it.
  server.prependListener('request', (request, response: ServerResponse) => {
    const access = begin(request);
    const from = bytes.of(request.socket);
    // Ahead of the listener by which Node.js hands the connection to the next answer.
    response.prependOnceListener('finish', () => {
      access.bytes = bytes.since(from, request.socket);
    });
    response.once('close', () => {
      access.hasLeft = !response.writableFinished;
      if (access.hasLeft) access.bytes = bytes.since(from, request.socket);
      if (response.headersSent) access.status = response.statusCode;
      nameCaller(access, request);
      accessLog.end(access);
    });
  });

  server.prependListener('upgrade', (request, socket: Duplex & { readonly bytesWritten?: number }) => {
    const access = begin(request);
    // Until it is refused with another status, or opened: a handshake with mistakes is refused without being told of.
    access.status = 400;
    const from = bytes.of(socket);
    socket.once('close', () => {
      access.bytes = bytes.since(from, socket);
      accessLog.end(access);
    });
  });

  server.prependListener('clientError', (error: Error & { readonly code?: string }, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const { remoteAddress } = socket as { readonly remoteAddress?: string };
    const access = accessLog.begin({
      id: randomUUID(),
      clientAddress: toCountedAddress(remoteAddress ?? ''),
    });
    access.status = statusesOfUnreadable[error.code ?? ''] ?? 400;
    accessLog.end(access);
  });
}

/** Has an access log told of the upgrades that an observer is told of. */
export function logUpgrades(observer: WebSocketObserver, accessLog: AccessLog): WebSocketObserver {
  const setStatus = (request: IncomingMessage, status: number) => {
    const access = accessLog.find(getRequestId(request));
    if (access) access.status = status;
  };
  return {
    ...observer,
    connectionOpened(request) {
      setStatus(request, 101);
      observer.connectionOpened(request);
    },
    upgradeRefused(status, request) {
      setStatus(request, status);
      observer.upgradeRefused(status, request);
    },
  };
}

function beginAccess(
  request: IncomingMessage,
  accessLog: AccessLog,
  { trust, toLoggedPath }: { readonly trust: ProxyTrust; readonly toLoggedPath: ToLoggedPath },
): Access {
  const { method, url = '' } = request;
  const path = toLoggedPath(url.split('?', 1)[0] ?? '');
  const clientAddress = toClientAddress(request, trust);
  return accessLog.begin({ id: getRequestId(request), method, path, clientAddress });
}

/** Operations name their caller when they are read; of other requests it is known from their credentials. */
function nameCaller(access: Access, request: IncomingMessage): void {
  const principal = findIdentifiedCaller(request)?.principal;
  access.subject ??= principal?.subject;
  access.clientId ??= principal?.clientId;
}

type Written = Pick<Duplex, 'destroyed'> & { readonly bytesWritten?: number };

/** The bytes of each answer of a connection, on which answers follow each other while further requests come in. */
class WrittenBytes {
  readonly #ends = new WeakMap<Written, number>();

  of({ bytesWritten = 0 }: Written): number {
    return bytesWritten;
  }

  since(from: number, connection: Written): number {
    const to = this.of(connection);
    const begin = Math.max(from, this.#ends.get(connection) ?? 0);
    this.#ends.set(connection, to);
    return to - begin;
  }
}
