import { isIPv6, type LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { WebSocket } from 'ws';

export interface SubgraphSocketOptions {
  /** Time to open a connection, in milliseconds; and as long again for the subgraph to accept it. */
  readonly connectTimeoutMs: number;
  /** The largest message of a subgraph, in bytes. */
  readonly maxMessageBytes: number;
  /** Between two pings; a connection that does not answer until the next is given up. */
  readonly pingIntervalMs: number;
}

/** Time for a connection to close in good order, in milliseconds. */
const closeTimeoutMs = 2_000;

/** The settings of one connection. */
export interface SocketSettings {
  /** Of the upgrade request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The IP address of the host, where it was looked up. */
  readonly ip?: string | undefined;
  /** Certificates and key, over TLS; those of Node.js if absent. */
  readonly context?: SecureContext | undefined;
  /** The name that the server's certificate must have, if it is not that of the address. */
  readonly serverName?: string | undefined;
}

export type SocketClass = new (
  address: string | URL,
  protocols?: string[],
  own?: SocketSettings,
) => WebSocket;

/** Makes the class of WebSocket that graphql-ws is to use for connections to subgraphs. */
export function createSocketClass(options: SubgraphSocketOptions): SocketClass {
  const settings = {
    handshakeTimeout: options.connectTimeoutMs,
    maxPayload: options.maxMessageBytes,
    // Between neighbours it costs more than it saves.
    perMessageDeflate: false,
    closeTimeout: closeTimeoutMs,
  };
  return class SubgraphSocket extends WebSocket {
    constructor(address: string | URL, protocols: string[] = [], own: SocketSettings = {}) {
      const { headers = {}, ip, context, serverName } = own;
      super(address, protocols, {
        ...settings,
        headers,
        ...(ip !== undefined && { lookup: toLookup(ip) }),
        ...(context !== undefined && { secureContext: context }),
        ...(serverName !== undefined && { servername: serverName }),
      });
    }
  };
}

/** A lookup that knows the answer: the name of the host stays in the upgrade request and in TLS. */
function toLookup(ip: string): LookupFunction {
  const found = { address: ip, family: isIPv6(ip) ? 6 : 4 };
  return (_hostname, { all = false }, callback) =>
    all ? callback(null, [found]) : callback(null, found.address, found.family);
}

/**
 * The class as one client of graphql-ws sees it: it adds settings of one connection and reports the socket that it opens. A
 * class of its own for each client would take several kB of each connection.
 */
export function watchSockets(
  Socket: SocketClass,
  own: SocketSettings,
  onCreated: (socket: WebSocket) => void,
): SocketClass {
  return new Proxy(Socket, {
    construct(_class, [address, protocols]: [string, string[]]) {
      const socket = new Socket(address, protocols, own);
      onCreated(socket);
      return socket;
    },
  });
}

/** The WebSocket address of a subgraph: `http` becomes `ws`, `https` becomes `wss`. */
export function toSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
