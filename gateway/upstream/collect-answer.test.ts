import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type CollectOptions, collectAnswer, OverdueError, UnsentError } from './collect-answer.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';

const connections = createSubgraphConnections({
  connectTimeoutMs: 5_000,
  maxResponseBytes: 1_000,
  connectionsPerOrigin: 1,
});

let servers: Server[] = [];
let connectionCount = 0;
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  connectionCount = 0;
});
after(() => connections.close());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).on('connection', () => {
    connectionCount += 1;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function collect(origin: string, options: Partial<CollectOptions> = {}) {
  return collectAnswer({
    dispatcher: connections.find('a', origin).dispatcher,
    request: { origin, path: '/', method: 'POST', body: '{}' },
    isAccepted: (type) => type === 'application/json',
    maxBytes: 1_000,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...options,
  });
}

const json = { 'content-type': 'application/json' };

test('a body comes whole, whatever its parts, and without a byte order mark', async () => {
  const body = Buffer.from('\uFEFF{"title":"Les Misérables – 悲惨世界"}');
  const origin = await serve((_request, response) => {
    response.writeHead(200, json);
    for (const byte of body) response.write(Buffer.of(byte));
    response.end();
  });
  const answer = await collect(origin);
  assert.deepEqual(answer, { status: 200, type: 'application/json', text: body.toString().slice(1) });
});

test('a body of another type is not kept, and its connection is unless the body is long', async () => {
  let length = 1_000;
  const origin = await serve((_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('x'.repeat(length));
  });
  const answer = { status: 502, type: 'text/html', text: '' };
  assert.deepEqual(await collect(origin), answer);
  assert.deepEqual(await collect(origin), answer);
  assert.equal(connectionCount, 1);
  length = 10_000_000;
  assert.deepEqual(await collect(origin), answer);
  assert.deepEqual(await collect(origin), answer);
  assert.equal(connectionCount, 2);
});

test('a body over the limit is given up', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200, json);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(100)));
    };
    response.on('drain', more);
    more();
  });
  await assert.rejects(collect(origin), { name: 'ResponseExceededMaxSizeError' });
});

test('the time counts from the call to the end of the body, however steadily its parts come', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200, json);
    const dripping = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(dripping));
  });
  await assert.rejects(collect(origin, { timeoutMs: 200 }), OverdueError);
});

test('a request that waits for a connection can be given up, and costs the connection nothing', async () => {
  const held = Promise.withResolvers<void>();
  let asked = 0;
  const origin = await serve(async (_request, response) => {
    asked += 1;
    await held.promise;
    response.writeHead(200, json).end('{}');
  });
  const first = collect(origin);
  await waitFor('the first request', () => asked === 1);
  const leaving = new AbortController();
  const second = collect(origin, { signal: leaving.signal });
  const third = collect(origin, { timeoutMs: 50 });
  const fourth = collect(origin);
  leaving.abort(new Error('left'));
  const isUnsent = (error: unknown) => error instanceof UnsentError;
  await assert.rejects(second, isUnsent);
  await assert.rejects(third, isUnsent);
  held.resolve();
  assert.equal((await first).text, '{}');
  assert.equal((await fourth).text, '{}');
  assert.deepEqual([asked, connectionCount], [2, 1]);
});

test('a caller that leaves ends the request, and one that has left sends none', async () => {
  const closed = Promise.withResolvers<void>();
  let asked = 0;
  const origin = await serve((_request, response) => {
    asked += 1;
    response.on('close', () => closed.resolve());
  });
  const leaving = new AbortController();
  const leave = new Error('left');
  const asking = collect(origin, { signal: leaving.signal });
  await waitFor('the request', () => asked === 1);
  leaving.abort(leave);
  await assert.rejects(asking, leave);
  await closed.promise;
  await assert.rejects(collect(origin, { signal: leaving.signal }), leave);
  assert.equal(asked, 1);
});
