import { once } from 'node:events';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';

/** An operation as JSON, whatever is wrong with it. */
export type Payload = Readonly<Record<string, unknown>>;

/** The first answer to a client: a result, or the errors in its place. */
interface FirstResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

type Ask = (url: string, payload: Payload, token?: string) => Promise<FirstResult>;

/** The ways of a query to the gateway. */
export const askByTransport: Readonly<Record<string, Ask>> = {
  'HTTP POST': (url, payload, token) => post(url, payload, 'application/json', token),
  'HTTP GET': async (url, payload, token) => {
    const address = new URL(url);
    for (const [name, value] of Object.entries(payload)) {
      address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    const headers = { 'apollo-require-preflight': '1', ...bearer(token) };
    return (await (await fetch(address, { headers })).json()) as FirstResult;
  },
  'server-sent events': (url, payload, token) => post(url, payload, 'text/event-stream', token),
  WebSocket: askByWebSocket,
};

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

async function post(url: string, payload: Payload, accept: string, token?: string): Promise<FirstResult> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...bearer(token) },
    body: JSON.stringify(payload),
  });
  const text = await response.text();
  const [, event] = /event: next\ndata: (.*)\n/.exec(text) ?? [];
  return JSON.parse(event ?? text) as FirstResult;
}

async function askByWebSocket(url: string, payload: Payload, token?: string): Promise<FirstResult> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const signal = AbortSignal.timeout(30_000);
  try {
    await once(socket, 'open', { signal });
    socket.send(JSON.stringify({ type: 'connection_init', payload: bearer(token) }));
    await once(socket, 'message', { signal });
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    const [data] = await Promise.race([once(socket, 'message', { signal }), refuseClose(socket, signal)]);
    const message = JSON.parse(String(data)) as { type: string; payload: unknown };
    return message.type === 'error'
      ? { errors: message.payload as GraphQLFormattedError[] }
      : (message.payload as FirstResult);
  } finally {
    socket.terminate();
  }
}

async function refuseClose(socket: WebSocket, signal: AbortSignal): Promise<never> {
  const [code, reason] = await once(socket, 'close', { signal });
  throw new Error(`The connection was closed with ${code}: ${reason}`);
}
