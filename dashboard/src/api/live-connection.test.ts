import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSchema, GraphQLError, parse } from 'graphql';
import { useServer as serve } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { LiveConnection, type LiveStatus } from './live-connection.ts';
import { createTrustedDocument } from './trusted-document.ts';

interface Tick {
  readonly ticks: number;
}

const document = createTrustedDocument<Tick, { readonly after: number }>('subscription', 'Ticks', 'a hash');
const schema = buildSchema('type Query { a: Int } type Subscription { ticks(after: Int!): Int! }');
const text = parse('subscription Ticks($after: Int!) { ticks(after: $after) }');
const withinMs = 30_000;

/** A real server of graphql-transport-ws that can go away and come back on the same port. */
class TickServer {
  port = 0;
  /** The variables of each subscription. */
  readonly asked: unknown[] = [];
  /** The error that the next subscription ends with. */
  refusal: GraphQLError | undefined;
  /** The error of the only result of the next subscription, after which nothing comes, not even its end. */
  lastResult: GraphQLError | undefined;
  #http: Server | undefined;
  readonly #sockets = new Set<WebSocket>();

  async start(): Promise<void> {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http, path: '/graphql' });
    sockets.on('connection', (socket) => this.#sockets.add(socket));
    serve(
      {
        onSubscribe: (_context, _id, payload) => {
          assert.equal(payload.extensions?.['persistedQuery'] !== undefined, true);
          this.asked.push(payload.variables);
          const refusal = this.refusal;
          this.refusal = undefined;
          if (refusal !== undefined) return [refusal];
          return { schema, document: text, variableValues: payload.variables, rootValue: { ticks: count } };
        },
        onOperation: () => {
          const { lastResult } = this;
          this.lastResult = undefined;
          return lastResult && giveLastResult(lastResult);
        },
      },
      sockets,
    );
    http.listen(this.port, '127.0.0.1');
    await once(http, 'listening');
    this.port = (http.address() as AddressInfo).port;
    this.#http = http;
  }

  /** Ends all connections with a code, or without a word. */
  drop(code?: number): void {
    for (const socket of this.#sockets) code === undefined ? socket.terminate() : socket.close(code);
    this.#sockets.clear();
  }

  async stop(): Promise<void> {
    this.drop();
    this.#http?.close();
    if (this.#http?.listening === true) await once(this.#http, 'close');
  }
}

/** Asks for events of which none ever comes. */
const quiet = -1;

async function* count({ after }: { readonly after: number }): AsyncGenerator<Tick> {
  if (after === quiet) await new Promise(() => {});
  for (let ticks = after + 1; ; ticks += 1) {
    yield { ticks };
    await delay(20);
  }
}

/** Gives a result without data, as the gateway does when the source of a subscription is lost. */
async function* giveLastResult(error: GraphQLError): AsyncGenerator<{ readonly errors: [GraphQLError] }> {
  yield { errors: [error] };
  await new Promise(() => {});
}

class Recorder {
  readonly statuses: LiveStatus[] = [];
  readonly problems: string[] = [];
  readonly ticks: number[] = [];
  onData = ({ ticks }: Tick) => void this.ticks.push(ticks);
  onStatus = (status: LiveStatus) => {
    if (this.statuses.at(-1) !== status) this.statuses.push(status);
  };
  onProblem = (code: string) => void this.problems.push(code);
}

const session = {
  state: { hasEnded: false },
  ends: 0,
  end() {
    session.ends += 1;
  },
};
let server: TickServer;
let live: LiveConnection;
let leave = () => {};
let record: Recorder;

async function waitUntil(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain for ${what}: ${record.statuses}`);
    await delay(5);
  }
}

/** Ends connections to a port without a word, until so many have come. */
async function refuseConnections(port: number, times: number): Promise<void> {
  let refused = 0;
  const away = createNetServer((socket) => {
    refused += 1;
    socket.destroy();
  });
  away.listen(port, '127.0.0.1');
  await waitUntil('attempts', () => refused >= times);
  away.close();
  await once(away, 'close');
}

/** Continues after the newest tick that was received. */
function subscribe(): void {
  live = new LiveConnection(session, `http://127.0.0.1:${server.port}/`);
  leave = live.subscribe(document, () => ({ after: record.ticks.at(-1) ?? 0 }), record);
}

beforeEach(async () => {
  session.ends = 0;
  server = new TickServer();
  record = new Recorder();
  await server.start();
  subscribe();
  await waitUntil('events', () => record.ticks.length >= 3);
});
afterEach(async () => {
  leave();
  await server.stop();
});

test('a lost connection is made again, and events go on after the last without a gap', async () => {
  server.drop();
  await waitUntil('the loss', () => record.statuses.includes('reconnecting'));
  const before = record.ticks.length;
  await waitUntil('more events', () => record.ticks.length >= before + 3);
  assert.deepEqual(record.statuses, ['connecting', 'live', 'reconnecting', 'live']);
  assert.deepEqual(
    record.ticks,
    Array.from({ length: record.ticks.length }, (_, index) => index + 1),
  );
});

test('figures live again within three seconds of a server that was away', async () => {
  await server.stop();
  await waitUntil('the loss', () => record.statuses.includes('reconnecting'));
  // Each attempt waits longer than the one before.
  await refuseConnections(server.port, 2);
  const backAt = performance.now();
  await server.start();
  await waitUntil('the return', () => record.statuses.at(-1) === 'live');
  // A busy machine may be as late again.
  assert.ok(performance.now() - backAt < 6_000);
});

test('the end of the session ends it for good, and the session hears of it', async () => {
  server.drop(4401);
  await waitUntil('the end', () => record.statuses.at(-1) === 'ended');
  assert.deepEqual(record.problems, ['SESSION_ENDED']);
  assert.ok(session.ends > 0);
});

test('an end that passes is followed by another beginning', async () => {
  server.refusal = new GraphQLError('Lost', { extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } });
  server.drop();
  await waitUntil('the refusal', () => server.refusal === undefined);
  const before = record.ticks.length;
  await waitUntil('more events', () => record.ticks.length > before);
  assert.equal(record.statuses.at(-1), 'live');
  assert.deepEqual(record.problems, []);
});

test('a result that tells of an end that passes is followed by another beginning', async () => {
  server.lastResult = new GraphQLError('Away', { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  server.drop();
  await waitUntil(
    'the result',
    () => record.statuses.filter((status) => status === 'reconnecting').length > 0,
  );
  await waitUntil('its end', () => server.lastResult === undefined);
  const before = record.ticks.length;
  await waitUntil('more events', () => record.ticks.length > before);
  assert.equal(record.statuses.at(-1), 'live');
  assert.deepEqual(record.problems, []);
});

test('a role that was taken away ends it with the reason', async () => {
  server.refusal = new GraphQLError('Not for you', { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } });
  server.drop();
  await waitUntil('the end', () => record.statuses.at(-1) === 'ended');
  assert.deepEqual(record.problems, ['UNAUTHORIZED_FIELD_OR_TYPE']);
});

test('a subscription without events is live, on a connection that was there before and on a new one', async () => {
  const other = new Recorder();
  const leaveOther = live.subscribe(document, () => ({ after: quiet }), other);
  await waitUntil('the second subscription', () => other.statuses.at(-1) === 'live');
  server.drop();
  await waitUntil('the return', () => other.statuses.length === 4);
  leaveOther();
  assert.deepEqual(other.statuses, ['connecting', 'live', 'reconnecting', 'live']);
  assert.deepEqual(other.ticks, []);
});

test('a subscription that is refused again and again on an open connection is not live in between', async () => {
  const refusal = new GraphQLError('Away', { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  const other = new Recorder();
  const asked = server.asked.length;
  server.refusal = refusal;
  const leaveOther = live.subscribe(document, () => ({ after: quiet }), other);
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    await waitUntil('an attempt', () => server.asked.length === asked + attempt);
    server.refusal = refusal;
  }
  await waitUntil('a third attempt', () => server.refusal === undefined);
  assert.deepEqual(other.statuses, ['connecting', 'reconnecting']);
  await waitUntil('the return', () => other.statuses.at(-1) === 'live');
  leaveOther();
  assert.deepEqual(other.statuses, ['connecting', 'reconnecting', 'live']);
});

test('nothing is told to whoever has left', async () => {
  leave();
  const { statuses, ticks } = record;
  const told = [statuses.length, ticks.length];
  const other = new Recorder();
  leave = live.subscribe(document, () => ({ after: 0 }), other);
  await waitUntil('events of another', () => other.ticks.length > 0);
  server.drop();
  await waitUntil(
    'the return of another',
    () => other.statuses.join() === 'connecting,live,reconnecting,live',
  );
  assert.deepEqual([statuses.length, ticks.length], told);
});
