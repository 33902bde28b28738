import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestGuards } from '../testing/test-guards.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';
import type { GuardObserver, SubgraphGuardsOptions } from './subgraph-guards.ts';
import { createFixedRoutes } from './subgraph-routes.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

// One subgraph with one address.

const connections = createSubgraphConnections({
  connectTimeoutMs: 5_000,
  maxResponseBytes: 10_000,
  connectionsPerOrigin: 10,
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
after(() => connections.close());

async function serve(listener: RequestListener, port = 0): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/graphql`;
}

function createTransport(
  url: string,
  options?: Partial<SubgraphGuardsOptions>,
  observer?: Partial<GuardObserver>,
): SubgraphTransport {
  const routes = createFixedRoutes(new Map([['a', url]]));
  return createUndiciTransport({ connections, routes, findGuard: createTestGuards(options, observer) });
}

/** @returns the data, or the code of the error */
async function send(transport: SubgraphTransport, query = '{ x }'): Promise<unknown> {
  const { signal } = new AbortController();
  try {
    return (await transport.send({ subgraph: 'a', query }, { headers: {}, signal })).data;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

const json = { 'content-type': 'application/json' };

/** Breaks off so many requests, and answers all others. */
function breakOff(times: number): { readonly listener: RequestListener; asked: number } {
  const state = {
    asked: 0,
    listener: ((request, response) => {
      state.asked += 1;
      if (state.asked <= times) request.socket.destroy();
      else request.resume().once('end', () => response.writeHead(200, json).end('{"data":{"x":1}}'));
    }) satisfies RequestListener,
  };
  return state;
}

test('a query whose connection broke is sent once more after a while; a mutation is not', async () => {
  const subgraph = breakOff(1);
  const transport = createTransport(await serve(subgraph.listener));
  assert.deepEqual([await send(transport), subgraph.asked], [{ x: 1 }, 2]);
  subgraph.asked = 0;
  assert.deepEqual([await send(transport, 'mutation { x }'), subgraph.asked], ['SUBGRAPH_UNAVAILABLE', 1]);
});

test('a query is sent once more if nobody listened, so that a restart of a subgraph is not seen', async () => {
  const port = await findFreePort();
  const transport = createTransport(`http://127.0.0.1:${port}/graphql`, { maxRetries: 5, retryDelayMs: 100 });
  const asking = send(transport);
  await serve(breakOff(0).listener, port);
  assert.deepEqual(await asking, { x: 1 });
});

test('retries end at their number and at the budget', async () => {
  const subgraph = breakOff(1_000);
  const url = await serve(subgraph.listener);
  const told: string[] = [];
  const observer = { retried: () => told.push('sent'), retryRefused: () => told.push('refused') };
  await send(createTransport(url, { maxRetries: 3, retryDelayMs: 1 }, observer));
  assert.deepEqual([subgraph.asked, told.splice(0)], [4, ['sent', 'sent', 'sent']]);
  const poor = createTransport(url, { retryPercent: 0, retriesPerSecond: 0 }, observer);
  await send(poor);
  assert.deepEqual([subgraph.asked, told], [5, ['refused']]);
});

test('no retry is sent whose wait is longer than the time that is left', async () => {
  let asked = 0;
  const late = await serve((request) => {
    asked += 1;
    setTimeout(() => request.socket.destroy(), 1_700);
  });
  // The wait is half a second at least.
  await send(createTransport(late, { responseTimeoutMs: 2_000, retryDelayMs: 1_000 }));
  assert.equal(asked, 1);
});

test('the time of a subgraph may be its own, and counts for all attempts together', async () => {
  let asked = 0;
  const url = await serve((request) => {
    asked += 1;
    if (asked === 1) setTimeout(() => request.socket.destroy(), 1_500);
  });
  const transport = createTransport(url, { findTimeoutMs: (name) => (name === 'a' ? 3_000 : undefined) });
  const from = performance.now();
  assert.equal(await send(transport), 'SUBGRAPH_TIMEOUT');
  const tookMs = performance.now() - from;
  assert.ok(tookMs >= 2_995 && tookMs < 4_500, `${tookMs} ms`);
  assert.equal(asked, 2);
});

test('when too many requests fail, others are refused at once, until one that tries is answered', async () => {
  const subgraph = breakOff(10);
  const url = await serve(subgraph.listener);
  const states: string[] = [];
  let refused = 0;
  const transport = createTransport(
    url,
    { maxRetries: 0, minRequests: 10, openMs: 2_000 },
    {
      breakerChanged: (_name, state) => states.push(state),
      refused() {
        refused += 1;
      },
    },
  );
  for (let time = 0; time < 15; time += 1) assert.equal(await send(transport), 'SUBGRAPH_UNAVAILABLE');
  assert.deepEqual([subgraph.asked, refused, states], [10, 5, ['open']]);
  await waitFor('one that tries', async () => (await send(transport)) !== 'SUBGRAPH_UNAVAILABLE');
  assert.deepEqual(await send(transport), { x: 1 });
  assert.deepEqual(states, ['open', 'half-open', 'closed']);
});

test('answers that are not GraphQL do not count as failures, and errors do not either', async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    request.resume().once('end', () => {
      response.writeHead(200, json).end(asked % 2 === 0 ? '[]' : '{"errors":[{"message":"m"}]}');
    });
  });
  const transport = createTransport(url, { minRequests: 2 });
  for (let time = 0; time < 30; time += 1) await send(transport);
  assert.equal(asked, 30);
});
