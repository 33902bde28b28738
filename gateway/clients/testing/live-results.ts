import type { FormattedExecutionResult } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { waitFor } from '#platform/testing/wait-for.ts';

export type Result = FormattedExecutionResult<Record<string, unknown>, Record<string, unknown>>;

/** The results of one operation so far. */
export class LiveResults {
  readonly results: Result[] = [];
  readonly errors: unknown[] = [];
  isComplete = false;

  /** The sink that stock clients write to. */
  readonly sink = {
    next: (result: unknown) => void this.results.push(result as Result),
    error: (error: unknown) => void this.errors.push(error),
    complete: () => {
      this.isComplete = true;
    },
  };

  get codes(): unknown[] {
    return this.results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions?.code));
  }

  async reach(count: number): Promise<readonly Result[]> {
    await waitFor(`${count} results`, () => this.results.length >= count);
    return this.results;
  }

  async end(): Promise<void> {
    await waitFor('the end', () => this.isComplete || this.errors.length > 0);
  }
}

/** A stock client by WebSocket, with what its connection was told. */
export interface SocketClient {
  readonly client: Client;
  readonly socket: WebSocket | undefined;
  readonly closes: { readonly code: number; readonly reason: string }[];
  readonly pongs: (Readonly<Record<string, unknown>> | undefined)[];
  run(query: string, variables?: Record<string, unknown>): LiveResults;
  /** Offers a newer token. @returns the answer */
  renew(token: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Connects as npm graphql-ws does in Node, once and never again by itself. */
export function createSocketClient(
  url: string,
  options: {
    readonly connectionParams?: Record<string, unknown>;
    readonly headers?: Record<string, string>;
  } = {},
): SocketClient {
  let socket: WebSocket | undefined;
  const closes: { code: number; reason: string }[] = [];
  const pongs: (Record<string, unknown> | undefined)[] = [];
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    ...(options.connectionParams && { connectionParams: options.connectionParams }),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, options.headers ? { headers: options.headers } : {});
      }
    },
    retryAttempts: 0,
    // So that the gateway is the first to close, where it does.
    lazyCloseTimeout: 5_000,
    onNonLazyError: () => {},
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      closed: (event) => void closes.push(event as { code: number; reason: string }),
      pong: (received, payload) => {
        if (received) pongs.push(payload);
      },
    },
  });
  return {
    client,
    closes,
    pongs,
    get socket() {
      return socket;
    },
    run(query, variables) {
      const live = new LiveResults();
      client.subscribe({ query, ...(variables && { variables }) }, live.sink);
      return live;
    },
    async renew(token) {
      const before = pongs.length;
      socket?.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${token}` } }));
      await waitFor('the answer', () => pongs.length > before);
      return pongs.at(-1) ?? {};
    },
  };
}
