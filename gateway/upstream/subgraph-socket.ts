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

/** Headers are those of the upgrade request. */
export type SocketClass = new (
  address: string | URL,
  protocols?: string[],
  headers?: Readonly<Record<string, string>>,
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
    constructor(
      address: string | URL,
      protocols: string[] = [],
      headers: Readonly<Record<string, string>> = {},
    ) {
      super(address, protocols, { ...settings, headers });
    }
  };
}

/**
 * The class as one client of graphql-ws sees it: it adds headers to the upgrade and reports the socket that it opens. A
 * class of its own for each client would take several kB of each connection.
 */
export function watchSockets(
  Socket: SocketClass,
  headers: Readonly<Record<string, string>>,
  onCreated: (socket: WebSocket) => void,
): SocketClass {
  return new Proxy(Socket, {
    construct(_class, [address, protocols]: [string, string[]]) {
      const socket = new Socket(address, protocols, headers);
      onCreated(socket);
      return socket;
    },
  });
}

/** The WebSocket address of a subgraph: `http` becomes `ws`, `https` becomes `wss`. */
export function toSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
