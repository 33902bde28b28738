import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createGraphQLWsTransport } from './graphql-ws-transport.ts';
import { createFixedRoutes, type RouteEnd, type SubgraphRoute } from './subgraph-routes.ts';
import type { SubscriptionRefusedError } from './subscription-transport.ts';

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

function subscribe(
  options: { signal?: AbortSignal; pingIntervalMs?: number; server?: Server; url?: string } = {},
) {
  const { port } = (options.server ?? server).address() as AddressInfo;
  const transport = createGraphQLWsTransport({
    routes: createFixedRoutes(new Map([['a', options.url ?? `http://127.0.0.1:${port}/graphql`]])),
    connectTimeoutMs: 1_500,
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
    'when the subgraph is going away': [(socket) => socket.close(1001), /1001/, false],
    'when the subgraph asks to come again': [(socket) => socket.close(1013, 'Later'), /1013 Later/, false],
    'when the subgraph fails': [(socket) => socket.close(4500), /4500/, false],
    'when a token has expired at the subgraph': [
      onSubscribe((socket) => socket.close(4403, 'Token expired')),
      /4403/,
      true,
    ],
    'when the connection breaks': [onSubscribe((socket) => socket.terminate()), /1006/, true],
    'when it is closed as if all were well, though nothing was completed': [
      onSubscribe((socket) => socket.close(1000)),
      /1000/,
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

test('a message over the limit is the fault of the subgraph', async () => {
  behave = onSubscribe((socket, id) =>
    send(socket, { id, type: 'next', payload: { data: { x: 'x'.repeat(10_001) } } }),
  );
  await assert.rejects(subscribe().next(), { code: 'SUBGRAPH_RESPONSE_INVALID' });
});

describe('a connection is refused for good', () => {
  const closes = { 1002: 'SUBGRAPH_UNAVAILABLE', 4400: 'SUBGRAPH_UNAVAILABLE', 4401: 'UNAUTHENTICATED' };
  for (const [closeCode, code] of Object.entries({
    ...closes,
    4403: 'FORBIDDEN',
    4429: 'SUBGRAPH_UNAVAILABLE',
  })) {
    test(`by a close with ${closeCode}`, async () => {
      behave = (socket) => socket.close(Number(closeCode));
      await assert.rejects(subscribe().next(), (error: SubscriptionRefusedError) => {
        assert.equal(error.errors[0]?.extensions?.code, code);
        assert.match(error.message, new RegExp(closeCode));
        return true;
      });
    });
  }

  const answers: [status: number, expected: object][] = [
    [401, { code: 'SUBGRAPH_REFUSED', message: /refused the upgrade with 401/ }],
    [404, { code: 'SUBGRAPH_REFUSED', message: /refused the upgrade with 404/ }],
    [429, { code: 'SUBGRAPH_UNAVAILABLE', wasEstablished: false }],
    [502, { code: 'SUBGRAPH_UNAVAILABLE', message: /refused the upgrade with 502/ }],
  ];
  for (const [status, expected] of answers) {
    test(`or not, by an upgrade answered with ${status}`, async () => {
      const refusing = createServer();
      refusing.on('upgrade', (_request, socket) =>
        socket.end(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\n\r\n`),
      );
      await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
      await assert.rejects(subscribe({ server: refusing }).next(), expected);
      refusing.close();
    });
  }

  test('by a server of the older protocol, with a clear reason in the log', async () => {
    const old = createServer();
    const oldSockets = new WebSocketServer({ server: old, handleProtocols: () => false });
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    await assert.rejects(subscribe({ server: old }).next(), {
      code: 'SUBGRAPH_REFUSED',
      message: /does not speak graphql-transport-ws/,
    });
    oldSockets.close();
    old.close();
  });
});

describe('no connection can be had', () => {
  test('because nobody listens, and the reason says so', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    await assert.rejects(subscribe({ url: `http://127.0.0.1:${port}/graphql` }).next(), {
      code: 'SUBGRAPH_UNAVAILABLE',
      message: /ECONNREFUSED/,
    });
  });

  test('because the name is unknown', async () => {
    await assert.rejects(subscribe({ url: 'http://nobody.invalid/graphql' }).next(), {
      code: 'SUBGRAPH_UNAVAILABLE',
      message: /nobody\.invalid/,
    });
  });

  test('because the handshake hangs', async () => {
    const silent = createTcpServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await assert.rejects(subscribe({ url: `http://127.0.0.1:${port}/graphql` }).next(), {
      code: 'SUBGRAPH_UNAVAILABLE',
      message: /timed out/,
    });
    silent.close();
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

test('an answer that is not GraphQL is the fault of the subgraph', async () => {
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

/** Subscribes over these addresses, one after the other, and notes the end of each attempt. */
function subscribeOver(addresses: readonly Pick<SubgraphRoute, 'url' | 'ip'>[]) {
  const ends: RouteEnd[] = [];
  const transport = createGraphQLWsTransport({
    routes: {
      find(_subgraph, _use, tried) {
        const address = addresses[tried.length];
        let isEnded = false;
        const end = (how: RouteEnd) => {
          if (!isEnded) ends.push(how);
          isEnded = true;
        };
        return address && { ...address, end };
      },
    },
    connectTimeoutMs: 1_500,
    maxMessageBytes: 10_000,
    pingIntervalMs: 10_000,
  });
  const leaving = new AbortController();
  const events = transport.subscribe(
    { subgraph: 'a', query: 'subscription { x }' },
    { headers: {}, signal: leaving.signal },
  );
  return { events, ends, leave: () => leaving.abort() };
}

describe('a subgraph has several addresses', () => {
  const sendOne = onSubscribe((socket, id) =>
    send(socket, { id, type: 'next', payload: { data: { x: 1 } } }),
  );
  const urlOf = (host = '127.0.0.1') => `http://${host}:${(server.address() as AddressInfo).port}/graphql`;

  test('one that cannot be connected to is passed over at once', async () => {
    behave = sendOne;
    const dead = { url: `http://127.0.0.1:${await findFreePort()}/graphql` };
    const { events, ends, leave } = subscribeOver([dead, dead, { url: urlOf() }]);
    assert.deepEqual((await events.next()).value, { data: { x: 1 } });
    assert.deepEqual(ends, ['failed', 'failed']);
    leave();
    assert.equal((await events.next()).done, true);
    assert.deepEqual(ends, ['failed', 'failed', 'left']);
  });

  test('when all are tried, the subscription is lost', async () => {
    const dead = { url: `http://127.0.0.1:${await findFreePort()}/graphql` };
    await assert.rejects(subscribeOver([dead, dead]).events.next(), { code: 'SUBGRAPH_UNAVAILABLE' });
  });

  test('an established subscription that is lost is not opened elsewhere by itself', async () => {
    behave = onSubscribe((socket) => socket.terminate());
    const { events, ends } = subscribeOver([{ url: urlOf() }, { url: urlOf() }]);
    await assert.rejects(events.next(), { wasEstablished: true });
    assert.deepEqual(ends, ['reached']);
  });

  test('with an IP address the connection goes there, and names the host', async () => {
    behave = sendOne;
    const hosts: (string | undefined)[] = [];
    server.once('upgrade', ({ headers }) => hosts.push(headers.host));
    const { events, leave } = subscribeOver([{ url: urlOf('subgraph.invalid'), ip: '127.0.0.1' }]);
    assert.deepEqual((await events.next()).value, { data: { x: 1 } });
    assert.deepEqual(hosts, [new URL(urlOf('subgraph.invalid')).host]);
    leave();
  });
});
