import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A message or the end of a socket, as a test awaits it. */
type SocketEvent =
  | { readonly kind: 'message'; readonly message: Readonly<Record<string, unknown>> }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/** A WebSocket without manners: it sends what it is told to. */
export interface RawSocket {
  readonly ws: WebSocket;
  /** Sends text as it is, or a value as JSON. */
  send(message: string | object): void;
  /** The next message or the end; each is given once, in order. */
  next(): Promise<SocketEvent>;
  /** Waits for the end and passes over the messages before it. */
  closed(): Promise<{ readonly code: number; readonly reason: string }>;
}

/** The options of a connection. */
export interface RawSocketOptions {
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Opens a WebSocket.
 *
 * @throws {Error} with the HTTP status in its message when the upgrade is refused
 */
export async function openRawSocket(url: string, options: RawSocketOptions = {}): Promise<RawSocket> {
  const ws = new WebSocket(url, [...(options.protocols ?? ['graphql-transport-ws'])], {
    headers: options.headers ?? {},
    perMessageDeflate: false,
  });
  const events: SocketEvent[] = [];
  const waiting: ((event: SocketEvent) => void)[] = [];
  const hand = (event: SocketEvent) => {
    const next = waiting.shift();
    if (next === undefined) events.push(event);
    else next(event);
  };
  ws.on('message', (data) => hand({ kind: 'message', message: JSON.parse(data.toString()) }));
  ws.on('close', (code, reason) => hand({ kind: 'closed', code, reason: reason.toString() }));
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.on('error', reject);
  });
  const next = (): Promise<SocketEvent> => {
    const event = events.shift();
    return event === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(event);
  };
  return {
    ws,
    send: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next,
    closed: async () => {
      for (;;) {
        const event = await next();
        if (event.kind === 'closed') return event;
      }
    },
  };
}

/** A stock client that does not try again, unless told to. */
export function createWebSocketClient(
  url: string,
  options: Partial<Omit<ClientOptions, 'url' | 'webSocketImpl'>> = {},
): Client {
  return createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}
