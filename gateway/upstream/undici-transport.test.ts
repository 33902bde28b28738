import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { findFreePort } from '#platform/testing/free-port.ts';
import { createTestGuards } from '../testing/test-guards.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';
import type { RouteEnd, SubgraphRoute, SubgraphRoutes } from './subgraph-routes.ts';
import { createUndiciTransport } from './undici-transport.ts';

const connections = createSubgraphConnections({
  connectTimeoutMs: 5_000,
  maxResponseBytes: 10_000,
  connectionsPerOrigin: 10,
});

const findGuard = createTestGuards({ responseTimeoutMs: 1_500 });

let servers: Server[] = [];
let deadUrl: string;
before(async () => {
  deadUrl = `http://127.0.0.1:${await findFreePort()}/graphql`;
});
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});
after(() => connections.close());

type Behave = (request: IncomingMessage, response: ServerResponse) => void;

const answer: Behave = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"x":1}}');
const breakOff: Behave = (request) => void request.socket.destroy();
const breakOffLater: Behave = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"data":');
  setTimeout(() => request.socket.destroy(), 20);
};
const isEnding: Behave = (_request, response) =>
  void response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"ending"}');
const isSilent: Behave = () => {};

/** Starts a server and gives its address. */
async function serve(behave: Behave, host = '127.0.0.1', port = 0): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => behave(request, response));
    if (behave === breakOff) behave(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}/graphql`;
}

interface Sent {
  readonly data?: unknown;
  readonly code?: string;
  /** The ends of the routes in the order of the attempts. */
  readonly ends: readonly RouteEnd[];
}

/** Sends a request whose routes are these addresses in their order. */
async function send(
  addresses: readonly Pick<SubgraphRoute, 'url' | 'ip'>[],
  query = '{ x }',
  signal = new AbortController().signal,
): Promise<Sent> {
  const ends: RouteEnd[] = [];
  const routes: SubgraphRoutes = {
    find(_subgraph, _use, tried) {
      const address = addresses[tried.length];
      let isEnded = false;
      const end = (how: RouteEnd) => {
        if (!isEnded) ends.push(how);
        isEnded = true;
      };
      return address && { ...address, end };
    },
  };
  const transport = createUndiciTransport({ connections, routes, findGuard });
  try {
    const { data } = await transport.send({ subgraph: 'a', query }, { headers: {}, signal });
    return { data, ends };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? String(error), ends };
  }
}

const mutation = 'mutation { x }';

test('whatever was never sent is tried elsewhere, mutations too', async () => {
  const good = { url: await serve(answer) };
  for (const query of ['{ x }', mutation]) {
    const { data, ends } = await send([{ url: deadUrl }, { url: deadUrl }, good], query);
    assert.deepEqual(data, { x: 1 });
    assert.deepEqual(ends, ['failed', 'failed', 'reached']);
  }
});

for (const [what, behave] of [
  ['breaks off before its answer', breakOff],
  ['breaks off within its answer', breakOffLater],
  ['says that it is ending', isEnding],
] as const) {
  test(`a query is repeated once elsewhere if an instance ${what}; a mutation never is`, async () => {
    const end = behave === isEnding ? 'reached' : 'failed';
    const bad = { url: await serve(behave) };
    const good = { url: await serve(answer) };
    const query = await send([bad, good], 'query Q { x }');
    assert.deepEqual([query.data, query.ends], [{ x: 1 }, [end, 'reached']]);
    const twice = await send([bad, bad, good]);
    assert.deepEqual([twice.code, twice.ends], ['SUBGRAPH_UNAVAILABLE', [end, end]]);
    const sent = await send([bad, good], mutation);
    assert.deepEqual([sent.code, sent.ends], ['SUBGRAPH_UNAVAILABLE', [end]]);
  });
}

test('an instance that does not answer in time was reached, and is not asked again elsewhere', async () => {
  const { code, ends } = await send([{ url: await serve(isSilent) }, { url: await serve(answer) }]);
  assert.deepEqual([code, ends], ['SUBGRAPH_TIMEOUT', ['reached']]);
});

test('a caller that leaves says nothing of the instance', async () => {
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), 50);
  const { ends } = await send([{ url: await serve(isSilent) }, { url: deadUrl }], '{ x }', leaving.signal);
  assert.deepEqual(ends, ['left']);
  const gone = new AbortController();
  gone.abort();
  assert.deepEqual((await send([{ url: deadUrl }], '{ x }', gone.signal)).ends, ['left']);
});

test('with an IP address the request goes there, and names the host', async () => {
  const hosts: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    hosts.push(request.headers.host);
    answer(request, response);
  });
  const { port } = new URL(url);
  const named = { url: `http://subgraph.invalid:${port}/graphql`, ip: '127.0.0.1' };
  assert.deepEqual((await send([named])).data, { x: 1 });
  assert.deepEqual(hosts, [`subgraph.invalid:${port}`]);
});
