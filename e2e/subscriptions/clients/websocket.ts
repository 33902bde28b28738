import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Access, RenewalAnswer } from '../stock-client.ts';

/** graphql-ws's client for an access, and the renewal that its open socket allows. */
export interface OpenedClient {
  readonly client: Client;
  renew(token: string): Promise<RenewalAnswer>;
}

/** Makes graphql-ws's client; it connects for the first subscription and closes after the last. */
export function openClient({ gatewayUrl, token, cookie }: Access): OpenedClient {
  let socket: WebSocket | undefined;
  const answers: RenewalAnswer[] = [];
  const client = createClient({
    url: gatewayUrl.replace(/^http/, 'ws'),
    webSocketImpl: cookie === undefined ? WebSocket : fromPage(new URL(gatewayUrl).origin, cookie),
    ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
    on: {
      connected: (connected) => {
        if (connected instanceof WebSocket) socket = connected;
      },
      pong: (_received, payload) => {
        if (typeof payload?.['renewed'] === 'boolean')
          answers.push({ ...payload, renewed: payload['renewed'] });
      },
    },
  });
  return {
    client,
    async renew(newToken) {
      const before = answers.length;
      socket?.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${newToken}` } }));
      return waitFor('the answer to a renewal', () => answers[before]);
    },
  };
}

/** A WebSocket as a browser makes it for a page of that origin. */
function fromPage(origin: string, cookie: string): new (url: string, protocols: string) => WebSocket {
  return class extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { origin, headers: { cookie } });
    }
  };
}
