import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { buildSchema, GraphQLError } from 'graphql';
import { useServer as serveWebSockets } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { followLiveTotals, type ShownTotals } from './live-totals.ts';

const schema = buildSchema(`
  type Query { none: Int }
  type Subscription { liveTotals(includeSimulated: Boolean! = false): LiveTotals! }
  type LiveTotals { takenAt: String! invoicesPerSecond: Float! allTime: [Total!]! }
  type Total { count: Int! total: Money! creditedTotal: Money! paidTotal: Money! }
  type Money { amount: String! currency: String! }
`);

/** A gateway that tells totals, and what it was told itself. */
interface TestGateway {
  readonly url: string;
  readonly sockets: WebSocket[];
  /** The result of each connection and each ping. */
  readonly authorizations: unknown[];
  close(): Promise<void>;
}

async function startGateway(liveTotals: () => unknown = tellTwice, port = 0): Promise<TestGateway> {
  const server = createServer();
  const webSockets = new WebSocketServer({ server, path: '/graphql' });
  const sockets: WebSocket[] = [];
  const authorizations: unknown[] = [];
  webSockets.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(data.toString());
      if (type === 'connection_init' || type === 'ping') authorizations.push(payload?.authorization);
    });
  });
  const serving = serveWebSockets({ schema, roots: { subscription: { liveTotals } } }, webSockets, 0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sockets,
    authorizations,
    async close() {
      for (const socket of sockets) socket.terminate();
      await serving.dispose();
      server.close();
    },
  };
  gateways.push(gateway);
  return gateway;
}

/** Two values, then nothing until the subscriber leaves. */
async function* tellTwice() {
  for (const count of [1, 2]) yield { liveTotals: toTotals(count) };
  await new Promise(() => {});
}

function toTotals(count: number): ShownTotals {
  const total = { amount: '10.00', currency: 'EUR' };
  const allTime = [{ count, total, creditedTotal: total, paidTotal: total }];
  return { takenAt: '2026-11-21T16:29:43.123Z', invoicesPerSecond: 1, allTime };
}

/** Follows a gateway, with a new token each time one is asked for, unless that fails. */
function follow(gatewayUrl: string, failTokens = 0) {
  const leaving = new AbortController();
  const counts: unknown[] = [];
  const troubles: string[] = [];
  let tokens = 0;
  const ended = followLiveTotals({
    gatewayUrl,
    token: async () => {
      tokens += 1;
      if (tokens <= failTokens) throw new Error('The provider is away.');
      return `token-${tokens}`;
    },
    signal: leaving.signal,
    onTotals: ({ allTime }) => counts.push(allTime[0]?.count),
    onTrouble: (message) => troubles.push(message),
  });
  leavings.push(leaving);
  return { counts, troubles, ended, leave: () => leaving.abort() };
}

let gateways: TestGateway[];
let leavings: AbortController[];
beforeEach(() => {
  gateways = [];
  leavings = [];
});
afterEach(async () => {
  for (const leaving of leavings) leaving.abort();
  await Promise.all(gateways.map((gateway) => gateway.close()));
});

test('tells each value until it is told to end', async () => {
  const gateway = await startGateway();
  const { counts, troubles, ended, leave } = follow(gateway.url);
  await waitFor('two values', () => counts.length === 2);
  leave();
  await ended;
  assert.deepEqual(counts, [1, 2]);
  assert.deepEqual(troubles, []);
  assert.deepEqual(gateway.authorizations, ['Bearer token-1']);
});

test('subscribes anew, with a new token, when the connection is lost', async () => {
  const gateway = await startGateway();
  const { counts, troubles } = follow(gateway.url);
  await waitFor('two values', () => counts.length === 2);
  gateway.sockets[0]?.terminate();
  await waitFor('two more', () => counts.length === 4);
  assert.deepEqual(gateway.authorizations, ['Bearer token-1', 'Bearer token-2']);
  assert.equal(troubles.length, 1);
  assert.match(troubles[0] ?? '', /^The connection was closed \(1006\)\. Trying again\.$/);
});

test('waits for a gateway that is not there yet', async () => {
  const port = await findFreePort();
  const { counts, troubles } = follow(`http://127.0.0.1:${port}/graphql`);
  await waitFor('the first trouble', () => troubles.length > 0);
  assert.match(troubles[0] ?? '', /^The gateway does not answer: .*ECONNREFUSED.*\. Trying again\.$/);
  await startGateway(tellTwice, port);
  await waitFor('two values', () => counts.length === 2);
});

test('says why it has no token, and asks for one again', async () => {
  const { counts, troubles } = follow((await startGateway()).url, 1);
  await waitFor('two values', () => counts.length === 2);
  assert.deepEqual(troubles, ['The provider is away. Trying again.']);
});

test('renews its token on the connection that it has', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    const gateway = await startGateway();
    const { counts, troubles, ended, leave } = follow(gateway.url);
    await waitFor('two values', () => counts.length === 2);
    mock.timers.tick(30_000);
    await waitFor('the renewal', () => gateway.authorizations.length === 2);
    assert.deepEqual(gateway.authorizations, ['Bearer token-1', 'Bearer token-2']);
    assert.equal(gateway.sockets.length, 1);
    assert.deepEqual(troubles, []);
    leave();
    await ended;
  } finally {
    mock.timers.reset();
  }
});

const refusals: Record<string, () => AsyncGenerator> = {
  'at the start': async function* () {
    yield* [];
    throw toRefusal();
  },
  'after a value': async function* () {
    yield { liveTotals: toTotals(1) };
    yield { liveTotals: toRefusal() };
  },
};

function toRefusal(): GraphQLError {
  return new GraphQLError('Not for you.', { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } });
}

for (const [when, liveTotals] of Object.entries(refusals)) {
  test(`gives up when the gateway refuses it ${when}`, async () => {
    const { ended } = follow((await startGateway(liveTotals)).url);
    await assert.rejects(ended, { code: 'LIVE_TOTALS_REFUSED', message: 'Not for you.' });
  });
}

test('gives up when the gateway refuses its token', async () => {
  const gateway = await startGateway();
  const { counts, ended } = follow(gateway.url);
  const refused = assert.rejects(ended, { code: 'LIVE_TOTALS_REFUSED', message: 'Unauthorized' });
  await waitFor('two values', () => counts.length === 2);
  gateway.sockets[0]?.close(4401, 'Unauthorized');
  await refused;
});
