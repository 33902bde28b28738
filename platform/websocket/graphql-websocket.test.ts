import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import type { Client, SubscribePayload } from 'graphql-ws';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createWebSocketClient, openRawSocket } from '#platform/testing/websocket-client.ts';
import { type GraphQLWebSocketOptions, registerGraphQLWebSocket } from './graphql-websocket.ts';
import type { GraphQLWebSocketHandler, OperationRequest } from './websocket-handler.ts';

const log = createLog({ name: 'test', level: 'silent' });

interface TestContext {
  readonly name: string;
}

type Handler = GraphQLWebSocketHandler<TestContext>;
type Subscribe = (request: OperationRequest, signal: AbortSignal) => ReturnType<Handler['subscribe']>;

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function serve(
  options: Partial<GraphQLWebSocketOptions<TestContext>> & {
    subscribe?: Subscribe;
    with?: Partial<Handler>;
  } = {},
): Promise<string> {
  const { subscribe = echo, with: more, ...endpoint } = options;
  app = await createHttpServer({ log });
  registerGraphQLWebSocket<TestContext>(app, {
    path: '/graphql',
    log,
    isAllowedOrigin: (origin) => origin === 'https://app.example',
    handler: {
      connect: async ({ connectionParams }) => ({
        kind: 'accepted',
        isKnown: connectionParams['name'] !== 'anonymous',
        context: { name: String(connectionParams['name']) },
      }),
      subscribe: (_connection, request, signal) => subscribe(request, signal),
      ...more,
    },
    ...endpoint,
  });
  return `${(await listen(app, { host: '127.0.0.1', port: 0 })).replace('http', 'ws')}/graphql`;
}

const echo: Subscribe = async ({ query }) => ({ data: { query } });

async function* count(upTo: number): AsyncGenerator<FormattedExecutionResult> {
  for (let number = 1; number <= upTo; number += 1) yield { data: { number } };
}

async function* giveAfter(moment: Promise<void>): AsyncGenerator<FormattedExecutionResult> {
  await moment;
  yield { errors: [{ message: 'over' }] };
}

/** A source that gives what it is handed, and says when it was ended. */
function createSource() {
  const ended = Promise.withResolvers<void>();
  return {
    ended: ended.promise,
    source: {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<FormattedExecutionResult>>(() => {}),
        return: async () => {
          ended.resolve();
          return { done: true as const, value: undefined };
        },
      }),
    },
  };
}

async function openAcknowledged(url: string, params: object = {}) {
  const socket = await openRawSocket(url);
  socket.send({ type: 'connection_init', payload: params });
  assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'connection_ack' } });
  return socket;
}

async function resultsOf(client: Client, payload: SubscribePayload) {
  const results = [];
  for await (const result of client.iterate(payload)) results.push(result);
  return results;
}

function subscribeMessage(id: string, query = '{ it }') {
  return { type: 'subscribe', id, payload: { query } };
}

test('a stock client gets all results of a stream in order, and single results', async () => {
  const url = await serve({
    subscribe: async ({ query }) => (query === 'one' ? { data: { is: 1 } } : count(100)),
  });
  const client = createWebSocketClient(url);
  const numbers = (await resultsOf(client, { query: 'many' })).map(({ data }) => data?.['number']);
  assert.deepEqual(
    numbers,
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  assert.deepEqual(await resultsOf(client, { query: 'one' }), [{ data: { is: 1 } }]);
  await client.dispose();
});

test('an operation is given as it was sent, and its connection has the context of its handler', async () => {
  let seen: unknown;
  const url = await serve({
    with: {
      subscribe: async ({ context }, request) => {
        seen = { context, request };
        return { data: {} };
      },
    },
  });
  const client = createWebSocketClient(url, { connectionParams: { name: 'anna' } });
  const payload = {
    query: 'query Q($a: Int) { q }',
    operationName: 'Q',
    variables: { a: 1 },
    extensions: { e: true },
  };
  await resultsOf(client, payload);
  assert.deepEqual({ ...(seen as { request: object }).request, id: '' }, { ...payload, id: '' });
  assert.deepEqual((seen as { context: object }).context, { name: 'anna' });
  await client.dispose();
});

test('a refusal keeps its extensions; a failure shows nothing of itself', async () => {
  const refusal = [{ message: 'Not so.', extensions: { code: 'BAD_USER_INPUT' } }];
  const failing = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('select secret from customers')) }),
  };
  const url = await serve({
    subscribe: async ({ query }) => {
      if (query === 'refused') return refusal;
      if (query === 'failing') return failing;
      throw new Error('select secret from customers');
    },
  });
  const socket = await openAcknowledged(url);
  const internal = [{ message: 'Something went wrong here.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }];
  for (const [query, payload] of [
    ['refused', refusal],
    ['failing', internal],
    ['throwing', internal],
  ] as const) {
    socket.send(subscribeMessage('1', query));
    assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'error', id: '1', payload } });
  }
  socket.ws.close();
});

test('a completed operation ends its source, while it is being prepared too', async () => {
  const { source, ended } = createSource();
  const prepared = Promise.withResolvers<AbortSignal>();
  const url = await serve({
    subscribe: async ({ query }, signal) => {
      if (query === 'running') return source;
      prepared.resolve(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return source;
    },
  });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('1', 'running'));
  socket.send({ type: 'complete', id: '1' });
  await ended;
  socket.send(subscribeMessage('2', 'prepared'));
  const signal = await prepared.promise;
  socket.send({ type: 'complete', id: '2' });
  await waitFor('the signal', () => signal.aborted);
  socket.ws.close();
});

test('an id may be used again as soon as it was completed', async () => {
  const { source } = createSource();
  const url = await serve({ subscribe: async ({ query }) => (query === 'silent' ? source : count(2)) });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('1', 'silent'));
  socket.send({ type: 'complete', id: '1' });
  socket.send(subscribeMessage('1', 'counted'));
  const messages = [await socket.next(), await socket.next(), await socket.next()];
  assert.deepEqual(
    messages.map((event) => (event.kind === 'message' ? event.message : event)),
    [
      { type: 'next', id: '1', payload: { data: { number: 1 } } },
      { type: 'next', id: '1', payload: { data: { number: 2 } } },
      { type: 'complete', id: '1' },
    ],
  );
  socket.ws.close();
});

test('the end of a connection ends its sources and is told once', async () => {
  const { source, ended } = createSource();
  const codes: number[] = [];
  const url = await serve({
    subscribe: async () => source,
    with: { disconnected: (_connection, code) => codes.push(code) },
  });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('1'));
  socket.ws.terminate();
  await ended;
  assert.deepEqual(codes, [1006]);
});

test('a client that left while it was looked at is told to have gone, so that nothing of it is kept', async () => {
  const asked = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<string>();
  let hasClosed = false;
  const url = await serve({
    with: {
      connect: async () => {
        asked.resolve();
        await mayAnswer.promise;
        return { kind: 'accepted', isKnown: true, context: { name: 'late' } };
      },
      disconnected: ({ context }) => gone.resolve(context.name),
    },
    observer: {
      ...silentObserver,
      connectionClosed: () => {
        hasClosed = true;
      },
    },
  });
  const socket = await openRawSocket(url);
  socket.send({ type: 'connection_init' });
  await asked.promise;
  socket.ws.terminate();
  await waitFor('the end', () => hasClosed);
  mayAnswer.resolve();
  assert.equal(await gone.promise, 'late');
});

const silentObserver = {
  connectionOpened: () => {},
  connectionClosed: () => {},
  upgradeRefused: () => {},
  operationStarted: () => {},
  operationEnded: () => {},
};

test('a refused client is closed with the code and the reason, cut to what a close frame holds', async () => {
  const reason = 'é'.repeat(100);
  const url = await serve({ with: { connect: async () => ({ kind: 'refused', code: 4403, reason }) } });
  const socket = await openRawSocket(url);
  socket.send({ type: 'connection_init' });
  assert.deepEqual(await socket.closed(), { kind: 'closed', code: 4403, reason: 'é'.repeat(61) });
});

test('a connection that is to close when idle tells the end of its last operation first', async () => {
  const ended = Promise.withResolvers<void>();
  const url = await serve({
    with: {
      connect: async (attempt) => {
        ended.promise.then(() => attempt.closeWhenIdle(4401, 'Session ended', 60_000));
        return { kind: 'accepted', isKnown: true, context: { name: '' } };
      },
    },
    subscribe: async () => giveAfter(ended.promise),
  });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('a'));
  socket.send({ type: 'ping' });
  assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'pong' } });
  ended.resolve();
  const last = { id: 'a', type: 'next', payload: { errors: [{ message: 'over' }] } };
  assert.deepEqual(await socket.next(), { kind: 'message', message: last });
  assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'complete', id: 'a' } });
  assert.deepEqual(await socket.next(), { kind: 'closed', code: 4401, reason: 'Session ended' });
});

test('a connection that is to close when idle closes in time, whatever goes on', async () => {
  const started = Promise.withResolvers<void>();
  const url = await serve({
    with: {
      connect: async (attempt) => {
        started.promise.then(() => attempt.closeWhenIdle(4401, 'Session ended', 1));
        return { kind: 'accepted', isKnown: true, context: { name: '' } };
      },
    },
    subscribe: async () => {
      started.resolve();
      return createSource().source;
    },
  });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('a'));
  assert.deepEqual(await socket.next(), { kind: 'closed', code: 4401, reason: 'Session ended' });
});

test('a ping is answered by what the handler says, and before a client is let in by nothing', async () => {
  const url = await serve({
    with: {
      ping: async ({ context }, payload) => ({ renewed: payload?.['authorization'], for: context.name }),
    },
  });
  const socket = await openRawSocket(url);
  socket.send({ type: 'ping', payload: { authorization: 'a' } });
  assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'pong' } });
  socket.send({ type: 'connection_init', payload: { name: 'anna' } });
  await socket.next();
  socket.send({ type: 'ping', payload: { authorization: 'b' } });
  assert.deepEqual(await socket.next(), {
    kind: 'message',
    message: { type: 'pong', payload: { renewed: 'b', for: 'anna' } },
  });
  socket.ws.close();
});

test('what breaks the protocol closes the connection with the code of the protocol', async () => {
  const url = await serve({ limits: { initWithinMs: 1_500, messageBytes: 1000 } });
  const init = { type: 'connection_init' };
  const cases: [code: number, messages: (string | object)[]][] = [
    [4408, []],
    [4429, [init, init]],
    [4401, [subscribeMessage('1')]],
    [4400, ['{"type":']],
    [4400, ['[]']],
    [4400, [init, { type: 'subscribe', id: '1' }]],
    [4400, [init, { type: 'next', id: '1', payload: {} }]],
    [1009, [init, subscribeMessage('1', 'x'.repeat(1000))]],
  ];
  for (const [code, messages] of cases) {
    const socket = await openRawSocket(url);
    socket.ws.on('error', () => {});
    for (const message of messages) socket.send(message);
    assert.equal((await socket.closed()).code, code, JSON.stringify(messages).slice(0, 80));
  }
  const silent = createSource().source;
  await app?.close();
  const another = await openAcknowledged(await serve({ subscribe: async () => silent }));
  another.send(subscribeMessage('1'));
  another.send(subscribeMessage('1'));
  assert.equal((await another.closed()).code, 4409);
});

test('a client without the subprotocol is closed with 4406', async () => {
  const socket = await openRawSocket(await serve(), { protocols: [] });
  assert.equal((await socket.closed()).code, 4406);
});

test('operations over the limit are refused, each by itself', async () => {
  const { source } = createSource();
  const url = await serve({ subscribe: async () => source, limits: { operationsPerConnection: 2 } });
  const socket = await openAcknowledged(url);
  for (const id of ['1', '2', '3']) socket.send(subscribeMessage(id));
  const event = await socket.next();
  assert.equal(event.kind === 'message' && event.message['id'], '3');
  assert.match(JSON.stringify(event), /TOO_MANY_OPERATIONS/);
  socket.send({ type: 'complete', id: '1' });
  socket.send(subscribeMessage('4'));
  socket.send({ type: 'ping' });
  assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'pong' } });
  socket.ws.close();
});

test('unknown origins, other paths and too many connections are refused by HTTP', async () => {
  const refused: number[] = [];
  const url = await serve({
    limits: { connections: 3, connectionsPerAddress: 2 },
    addressOf: ({ headers }) => String(headers['x-address']),
    observer: { ...silentObserver, upgradeRefused: (status) => refused.push(status) },
  });
  const from = async (address: string, headers = {}) => {
    const socket = await openRawSocket(url, { headers: { 'x-address': address, ...headers } });
    socket.send({ type: 'connection_init' });
    assert.deepEqual(await socket.next(), { kind: 'message', message: { type: 'connection_ack' } });
    return socket;
  };
  await assert.rejects(from('a', { origin: 'https://evil.example' }), /403/);
  await assert.rejects(openRawSocket(url.replace('/graphql', '/other')), /404/);
  const first = await from('a', { origin: 'https://app.example' });
  const open = [first, await from('a')];
  await assert.rejects(from('a'), /429/);
  open.push(await from('b'));
  await assert.rejects(from('c'), /503/);
  first.ws.close();
  await first.closed();
  open.push(await waitFor('a free place', () => from('c').catch(() => undefined)));
  for (const { ws } of open) ws.terminate();
  assert.deepEqual(refused.slice(0, 4), [403, 404, 429, 503]);
});

test('a flood of silent sockets leaves no more than the limit open, and keeps nobody out', async () => {
  let open = 0;
  let most = 0;
  const url = await serve({
    limits: { anonymousPerAddress: 10 },
    observer: {
      ...silentObserver,
      connectionOpened: () => {
        open += 1;
        most = Math.max(most, open);
      },
      connectionClosed: () => {
        open -= 1;
      },
    },
  });
  const flood = await Promise.all(Array.from({ length: 100 }, () => openRawSocket(url)));
  assert.equal(most, 10);
  const known = await openAcknowledged(url);
  const next = await Promise.all(Array.from({ length: 100 }, () => openRawSocket(url)));
  known.send(subscribeMessage('1'));
  assert.match(JSON.stringify(await known.next()), /"type":"next"/);
  for (const { ws } of [...flood, known, ...next]) ws.terminate();
});

test('an anonymous client may stay as long as it asks for something', async () => {
  const { source, ended } = createSource();
  const url = await serve({ subscribe: async () => source, limits: { anonymousIdleMs: 1_000 } });
  const known = await openAcknowledged(url);
  const asking = await openAcknowledged(url, { name: 'anonymous' });
  asking.send(subscribeMessage('1'));
  const idle = await openAcknowledged(url, { name: 'anonymous' });
  assert.equal((await idle.closed()).code, 4408);
  asking.send({ type: 'complete', id: '1' });
  await ended;
  assert.equal((await asking.closed()).code, 4408);
  known.send({ type: 'ping' });
  assert.deepEqual(await known.next(), { kind: 'message', message: { type: 'pong' } });
  known.ws.close();
});

/** Opens a WebSocket by hand and reads nothing after that; what is written later goes out as it is. */
async function openHalfOpen(
  url: string,
  more: readonly string[] = [],
  host = 'host: localhost',
): Promise<{ socket: Socket; head: string }> {
  const { port, pathname } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  const request = [
    `GET ${pathname} HTTP/1.1`,
    host,
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}`,
    'sec-websocket-protocol: graphql-transport-ws',
    ...more,
    '\r\n',
  ];
  socket.write(request.join('\r\n'));
  const [head] = (await once(socket, 'data')) as [Buffer];
  return { socket, head: head.toString() };
}

/** A client's frame, masked with zeros (RFC 6455 section 5.2). */
function toClientFrame(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

const goodbyes: Record<string, (socket: Socket) => void> = {
  'says goodbye': (socket) => socket.write(toClientFrame(8, Buffer.from([0x03, 0xe8]))),
  'breaks the protocol': (socket) => socket.write(Buffer.from([0xff, 0xff])),
  'ends its side': (socket) => socket.end(),
};
for (const [name, leave] of Object.entries(goodbyes)) {
  test(`a client that ${name} and stays half-open has its operations ended at once`, async () => {
    const { source, ended } = createSource();
    const subscribed = Promise.withResolvers<void>();
    const closed: string[] = [];
    const url = await serve({
      subscribe: async () => {
        subscribed.resolve();
        return source;
      },
      limits: { closeWithinMs: 200 },
      observer: { ...silentObserver, connectionClosed: (code, endedBy) => closed.push(`${code} ${endedBy}`) },
    });
    const { socket } = await openHalfOpen(url);
    socket.write(toClientFrame(1, Buffer.from('{"type":"connection_init"}')));
    socket.write(toClientFrame(1, Buffer.from(JSON.stringify(subscribeMessage('1')))));
    await subscribed.promise;
    leave(socket);
    await ended;
    assert.match(closed.join(), /^(1000|1002|1006) client$/);
    await app?.close();
    socket.destroy();
  });
}

test('an upgrade without a Host, or with an invalid one, is refused', async () => {
  const url = await serve();
  for (const host of ['x-host: localhost', 'host:', 'host: a b']) {
    const { socket, head } = await openHalfOpen(url, [], host);
    assert.match(head, /^HTTP\/1\.1 400 .*must be a host and perhaps a port/s);
    socket.destroy();
  }
});

test('an upgrade that repeats Host or Authorization is refused', async () => {
  const url = await serve();
  // The request by hand has one Host already.
  for (const more of [['HOST: evil.example'], ['authorization: Bearer a', 'Authorization: Bearer b']]) {
    const { socket, head } = await openHalfOpen(url, more);
    assert.match(head, /^HTTP\/1\.1 400 /);
    socket.destroy();
  }
});

test('a client that does not answer pings is gone', async () => {
  const ends: string[] = [];
  const url = await serve({
    limits: { pingEveryMs: 500 },
    observer: { ...silentObserver, connectionClosed: (_code, endedBy) => ends.push(endedBy) },
  });
  const answering = await openAcknowledged(url);
  const silent = await openAcknowledged(url);
  silent.ws.pause();
  await waitFor('the end of the silent one', () => ends.length > 0);
  await once(answering.ws, 'ping');
  await once(answering.ws, 'ping');
  assert.deepEqual(ends, ['silence']);
  answering.ws.close();
  silent.ws.terminate();
});

test('a client that does not read makes its source wait, and is cut off', async () => {
  const ends: string[] = [];
  let given = 0;
  let returned = false;
  async function* flood(): AsyncGenerator<FormattedExecutionResult> {
    try {
      for (;;) {
        given += 1;
        yield { data: { text: 'x'.repeat(100_000) } };
      }
    } finally {
      returned = true;
    }
  }
  const url = await serve({
    subscribe: async () => flood(),
    limits: { unsentBytes: 200_000, drainWithinMs: 100 },
    observer: { ...silentObserver, connectionClosed: (_code, endedBy) => ends.push(endedBy) },
  });
  const socket = await openAcknowledged(url);
  socket.ws.pause();
  socket.send(subscribeMessage('1'));
  await waitFor('the end', () => returned);
  assert.deepEqual(ends, ['slow reader']);
  // The bytes that the kernel's buffers took, and those that waited here.
  assert.ok(given < 200, `the source was asked ${given} times`);
  socket.ws.terminate();
});

test('a slow reader gets everything and is not cut off as long as it reads', async () => {
  async function* large(): AsyncGenerator<FormattedExecutionResult> {
    for (let number = 0; number < 300; number += 1) yield { data: { number, text: 'x'.repeat(50_000) } };
  }
  const url = await serve({ subscribe: async () => large(), limits: { unsentBytes: 100_000 } });
  const socket = await openAcknowledged(url);
  socket.ws.pause();
  socket.send(subscribeMessage('1'));
  setImmediate(() => socket.ws.resume());
  for (let number = 0; number < 300; number += 1) {
    const event = await socket.next();
    const payload =
      event.kind === 'message' ? (event.message['payload'] as FormattedExecutionResult) : undefined;
    assert.equal(payload?.data?.['number'], number);
  }
  socket.ws.close();
});

test('a server that closes lets queries finish and ends streams with 1001', async () => {
  const { source, ended } = createSource();
  const mayAnswer = Promise.withResolvers<void>();
  const url = await serve({
    subscribe: async ({ query }) => {
      if (query === 'stream') return source;
      await mayAnswer.promise;
      return { data: { late: true } };
    },
  });
  const streaming = await openAcknowledged(url);
  streaming.send(subscribeMessage('1', 'stream'));
  const asking = await openAcknowledged(url);
  asking.send(subscribeMessage('1', 'query'));
  asking.send({ type: 'ping' });
  await asking.next();
  const closed = app?.close();
  assert.equal((await streaming.closed()).code, 1001);
  await ended;
  asking.send(subscribeMessage('2', 'stream'));
  mayAnswer.resolve();
  assert.deepEqual(await asking.next(), {
    kind: 'message',
    message: { type: 'next', id: '1', payload: { data: { late: true } } },
  });
  assert.deepEqual(await asking.next(), { kind: 'message', message: { type: 'complete', id: '1' } });
  assert.equal((await asking.closed()).code, 1001);
  await closed;
});

test('a server closes in time whatever its clients do', async () => {
  const url = await serve({ subscribe: () => new Promise(() => {}), limits: { closeWithinMs: 100 } });
  const socket = await openAcknowledged(url);
  socket.send(subscribeMessage('1'));
  socket.ws.pause();
  const from = performance.now();
  await app?.close();
  assert.ok(performance.now() - from < 10_000);
  socket.ws.terminate();
});

test('a request to upgrade to anything but a WebSocket is answered as if it had not asked', async () => {
  const url = new URL(await serve());
  const socket = connect(Number(url.port), '127.0.0.1');
  socket.write(
    'GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\n\r\n',
  );
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  assert.match(chunk.toString(), /^HTTP\/1\.1 200 OK/);
  socket.destroy();
});
