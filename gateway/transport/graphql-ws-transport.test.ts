import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createGraphQLWsTransport } from './graphql-ws-transport.ts';

/** A subgraph whose every message a test decides. */
let server: Server;
let sockets: WebSocketServer;
let behave: (socket: WebSocket, message: { type: string; id: string; payload?: object }) => void;
before(async () => {
  server = createServer();
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => behave(socket, JSON.parse(String(data))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const socket of sockets.clients) socket.terminate();
});
after(() => {
  sockets.close();
  server.close();
});

function send(socket: WebSocket, ...messages: object[]): void {
  for (const message of messages) socket.send(JSON.stringify(message));
}

/** Takes the connection, and does this with the subscription. */
function onSubscribe(answer: (socket: WebSocket, id: string) => void): typeof behave {
  return (socket, { type, id }) => {
    if (type === 'connection_init') send(socket, { type: 'connection_ack' });
    if (type === 'subscribe') answer(socket, id);
  };
}

function subscribe(options: { signal?: AbortSignal; pingIntervalMs?: number } = {}) {
  const { port } = server.address() as AddressInfo;
  const transport = createGraphQLWsTransport({
    urls: new Map([['a', `http://127.0.0.1:${port}/graphql`]]),
    connectTimeoutMs: 300,
    maxMessageBytes: 10_000,
    pingIntervalMs: options.pingIntervalMs ?? 10_000,
  });
  return transport.subscribe(
    { subgraph: 'a', query: 'subscription { x }' },
    { headers: { authorization: 'Bearer t' }, signal: options.signal ?? new AbortController().signal },
  );
}

describe('a subscription is lost', () => {
  const losses: Record<string, [typeof behave, RegExp, boolean]> = {
    'when the connection is never taken': [() => undefined, /4504/, false],
    'when the subgraph refuses the connection': [(socket) => socket.close(4403, 'Forbidden'), /4403/, false],
    'when the connection breaks': [onSubscribe((socket) => socket.terminate()), /1006/, true],
    'when it is closed as if all were well, though nothing was completed': [
      onSubscribe((socket) => socket.close(1000)),
      /1000/,
      true,
    ],
    'when a message is over the limit': [
      onSubscribe((socket, id) =>
        send(socket, { id, type: 'next', payload: { data: { x: 'x'.repeat(10_001) } } }),
      ),
      /./,
      true,
    ],
  };
  for (const [name, [behaviour, reason, wasEstablished]] of Object.entries(losses)) {
    test(name, async () => {
      behave = behaviour;
      await assert.rejects(subscribe().next(), {
        code: 'SUBGRAPH_UNAVAILABLE',
        message: reason,
        wasEstablished,
      });
    });
  }

  test('when the subgraph says nothing more, not even to a ping', async () => {
    behave = onSubscribe(() => undefined);
    await assert.rejects(subscribe({ pingIntervalMs: 50 }).next(), { code: 'SUBGRAPH_UNAVAILABLE' });
  });
});

test('a subscription is refused by an error, and by an answer without data', async () => {
  const errors = [{ message: 'No.', extensions: { code: 'NO' } }];
  for (const message of [
    { type: 'error', payload: errors },
    { type: 'next', payload: { errors } },
  ]) {
    behave = onSubscribe((socket, id) => send(socket, { id, ...message }));
    await assert.rejects(subscribe().next(), { code: 'SUBGRAPH_REFUSED', errors });
  }
});

test('what is no GraphQL is the fault of the subgraph', async () => {
  behave = onSubscribe((socket, id) => send(socket, { id, type: 'next', payload: { data: 5 } }));
  await assert.rejects(subscribe().next(), { code: 'SUBGRAPH_RESPONSE_INVALID' });
});

test('events come in order and none is lost, however long they wait for their reader; then the end', async () => {
  const count = 2_000;
  behave = onSubscribe((socket, id) => {
    for (let x = 0; x < count; x += 1) send(socket, { id, type: 'next', payload: { data: { x } } });
    send(socket, { id, type: 'complete' });
  });
  const seen: unknown[] = [];
  for await (const { data } of subscribe()) {
    seen.push(data?.x);
    if (seen.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(seen, [...Array(count).keys()]);
});

test('headers travel as connection parameters', async () => {
  const payloads: unknown[] = [];
  behave = (socket, { type, id, payload }) => {
    payloads.push(payload);
    if (type === 'connection_init') send(socket, { type: 'connection_ack' });
    else send(socket, { id, type: 'complete' });
  };
  assert.equal((await subscribe().next()).done, true);
  assert.deepEqual(payloads[0], { authorization: 'Bearer t' });
});

test('leaving tells the subgraph and closes the connection, though nobody reads what waits', async () => {
  const types: string[] = [];
  behave = (socket, message) => {
    types.push(message.type);
    onSubscribe((subscribed, id) => {
      for (let x = 0; x < 500; x += 1) send(subscribed, { id, type: 'next', payload: { data: { x } } });
    })(socket, message);
  };
  const gone = new AbortController();
  const events = subscribe({ signal: gone.signal });
  await events.next();
  gone.abort();
  await waitFor('the connection to close', () => sockets.clients.size === 0);
  assert.deepEqual(types, ['connection_init', 'subscribe', 'complete']);
});
