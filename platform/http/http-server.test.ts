import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createLog } from '#platform/log/log.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createHttpServer, listen } from './http-server.ts';

const log = createLog({ name: 'test', level: 'silent' });

async function startServer(options: Partial<Parameters<typeof createHttpServer>[0]> = {}) {
  const server = await createHttpServer({ log, ...options });
  return { server, start: () => listen(server, { host: '127.0.0.1', port: 0 }) };
}

test('healthz is fine while readyz names the part that is down', async () => {
  const { server } = await startServer({
    readiness: {
      database: async () => {},
      provider: () => Promise.reject(new Error('no route to 10.0.0.1')),
    },
  });
  assert.equal((await server.inject('/healthz')).statusCode, 200);
  const ready = await server.inject('/readyz');
  assert.equal(ready.statusCode, 503);
  assert.deepEqual(ready.json(), {
    isReady: false,
    isDegraded: true,
    parts: { database: 'ok', provider: 'down' },
  });
  await server.close();
});

test('a part that is not required degrades the process and leaves it ready', async () => {
  const { server } = await startServer({
    readiness: { database: async () => {}, provider: { check: () => Promise.reject(), isRequired: false } },
  });
  const ready = await server.inject('/readyz');
  assert.equal(ready.statusCode, 200);
  assert.deepEqual(ready.json(), {
    isReady: true,
    isDegraded: true,
    parts: { database: 'ok', provider: 'down' },
  });
  await server.close();
});

const readiness = { database: async () => {} };

test('strangers learn whether a process is ready, and nothing else', async () => {
  const { server } = await startServer({ readiness });
  for (const stranger of [
    { remoteAddress: '192.0.2.7' },
    { remoteAddress: '::ffff:10.0.0.1' },
    { headers: { 'x-forwarded-for': '192.0.2.7' } },
    { headers: { forwarded: 'for=192.0.2.7' } },
    { headers: { via: '1.1 proxy' } },
    { headers: { 'x-forwarded-proto': 'https' } },
    { headers: { 'True-Client-IP': '192.0.2.7' } },
    { headers: { 'x-real-ip': '' } },
  ]) {
    const ready = await server.inject({ url: '/readyz', ...stranger });
    assert.deepEqual([ready.statusCode, ready.json()], [200, { isReady: true }]);
    const figures = await server.inject({ url: '/metrics', ...stranger });
    assert.equal(figures.statusCode, 403);
    assert.doesNotMatch(figures.body, /process_cpu/);
  }
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.9.9.9'])
    assert.equal((await server.inject({ url: '/metrics', remoteAddress })).statusCode, 200);
  await server.close();
});

test('with a token, figures and details are for whoever sends it, from anywhere and from nowhere else', async () => {
  const { server } = await startServer({ readiness, metrics: createMetrics('the-right-one') });
  const ask = (url: string, authorization: string | undefined, remoteAddress: string) =>
    server.inject({ url, remoteAddress, headers: authorization === undefined ? {} : { authorization } });
  const right = await ask('/metrics', 'Bearer the-right-one', '192.0.2.7');
  assert.match(right.body, /process_cpu/);
  const details = await ask('/readyz', 'Bearer the-right-one', '192.0.2.7');
  assert.deepEqual(details.json().parts, { database: 'ok' });
  for (const authorization of [undefined, 'Bearer the-wrong-one', 'the-right-one', 'Bearer ']) {
    assert.equal((await ask('/metrics', authorization, '127.0.0.1')).statusCode, 403);
    assert.deepEqual((await ask('/readyz', authorization, '127.0.0.1')).json(), { isReady: true });
  }
  await server.close();
});

test('a check that hangs counts as down', async () => {
  const { server } = await startServer({ readiness: { database: () => new Promise(() => {}) } });
  assert.equal((await server.inject('/readyz')).statusCode, 503);
  await server.close();
});

test('metrics count answers by route', async () => {
  const { server } = await startServer();
  await server.inject('/healthz');
  const { body } = await server.inject('/metrics');
  assert.match(body, /http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} 1/);
  await server.close();
});

test('an unexpected error shows neither message nor stack', async () => {
  const { server } = await startServer();
  server.get('/bug', async () => {
    throw new Error('select secret from customers');
  });
  const answer = await server.inject('/bug');
  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body, /secret|http-server/);
  assert.equal(answer.json().code, 'INTERNAL_SERVER_ERROR');
  await server.close();
});

test('a refusal that brings its status is told as it is, whatever the status', async () => {
  class Refusal extends CodedError {
    readonly statusCode = 503;
  }
  const { server } = await startServer();
  server.get('/full', async () => {
    throw new Refusal('TOO_MANY', 'Try again soon.');
  });
  const answer = await server.inject('/full');
  assert.equal(answer.statusCode, 503);
  assert.deepEqual(answer.json(), { code: 'TOO_MANY', message: 'Try again soon.' });
  await server.close();
});

test('what is not there is answered once, and nothing is logged, whatever hooks a process adds', async () => {
  const lines: string[] = [];
  const { server } = await startServer({
    log: createLog({ name: 'test', destination: { write: (line) => lines.push(line) } }),
  });
  server.addHook('onSend', async () => {});
  for (const [method, url] of [
    ['GET', '/nothing?search=ada'],
    ['POST', '/healthz/below'],
    ['DELETE', '/readyz'],
    ['HEAD', '/nothing'],
    ['OPTIONS', '/healthz'],
    ['GET', '/%zz'],
  ] as const) {
    const answer = await server.inject({ method, url });
    assert.equal(answer.statusCode, url === '/%zz' ? 400 : 404, `${method} ${url}`);
    assert.doesNotMatch(answer.body, /ada/);
  }
  await server.close();
  assert.deepEqual(lines, []);
});

test('a body over the limit is refused', async () => {
  const { server } = await startServer({ bodyLimitBytes: 10 });
  server.post('/echo', async (request) => request.body);
  const answer = await server.inject({
    method: 'POST',
    url: '/echo',
    payload: { long: 'a body over ten bytes' },
  });
  assert.equal(answer.statusCode, 413);
  await server.close();
});

test('a request that repeats Host or Authorization is refused, wherever it goes', async () => {
  const { server, start } = await startServer();
  const port = Number(new URL(await start()).port);
  for (const path of ['/healthz', '/nothing']) {
    for (const more of ['Host: evil.example', 'authorization: Bearer a\r\nAuthorization: Bearer b']) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${more}\r\n\r\n`);
      const answer = (await socket.toArray()).join('');
      assert.match(answer, /^HTTP\/1\.1 400 .*"code":"BAD_REQUEST"/s);
    }
  }
  await server.close();
});

test('a request whose host is not one is refused, as no address can be made of it', async () => {
  const { server, start } = await startServer({ trustedProxies: ['127.0.0.1'] });
  const port = Number(new URL(await start()).port);
  const bad = [
    'host:',
    'host: a b',
    'host: a/b',
    'host: [',
    'host: a:99999',
    'host: a\r\nX-Forwarded-Host: b c',
  ];
  for (const lines of bad) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /healthz HTTP/1.1\r\n${lines}\r\n\r\n`);
    assert.match((await socket.toArray()).join(''), /^HTTP\/1\.1 400 .*must be a host and perhaps a port/s);
  }
  for (const host of ['localhost', '[::1]:4000', 'my_service:4001', 'xn--bcher-kva.example.']) {
    const { statusCode } = await server.inject({ url: '/healthz', headers: { host } });
    assert.equal(statusCode, 200, host);
  }
  await server.close();
});

test('close lets a request in flight finish and refuses new ones', async () => {
  const { server, start } = await startServer();
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  server.get('/slow', async () => {
    begun.resolve();
    await mayEnd.promise;
    return 'done';
  });
  const address = await start();
  const answer = fetch(`${address}/slow`);
  await begun.promise;
  const closed = server.close();
  try {
    await waitFor('new connections to be refused', () => isRefused(Number(new URL(address).port)));
  } finally {
    mayEnd.resolve();
  }
  assert.equal(await (await answer).text(), 'done');
  await closed;
});

test('close does not wait for a connection that has asked for nothing', async () => {
  const { server, start } = await startServer();
  const socket = connect(Number(new URL(await start()).port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => server.server.once('connection', resolve));
  await server.close();
  await ended;
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

test('a request has the time of its route to arrive in, and others that of the server', async () => {
  const { server, start } = await startServer({ requestTimeoutMs: 100, maxRequestMs: 60_000 });
  server.post('/usual', async () => 'whole');
  server.post('/long', { config: { requestTimeoutMs: 60_000 } }, async () => 'whole');
  const { hostname, port } = new URL(await start());
  const [usual, long] = ['/usual', '/long'].map((path) => {
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\na`,
    );
    let answer = '';
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('error', () => {});
    return { socket, answer: () => answer };
  });
  await waitFor('the end of the slow request', () => usual?.socket.closed);
  assert.equal(usual?.answer(), '');
  long?.socket.write('b');
  await waitFor('the answer to the long request', () => long?.answer().endsWith('whole'));
  long?.socket.destroy();
  await server.close();
});

test('every answer has the security headers, refusals among them, and a route may write one of them itself', async () => {
  const { server } = await startServer({ isSecure: true, contentSecurityPolicy: { scriptSrc: ["'self'"] } });
  server.get('/own', async (_request, reply) => reply.header('referrer-policy', 'origin').send('own'));
  for (const request of [
    { url: '/healthz' },
    { url: '/nothing' },
    { url: '/healthz', headers: { host: 'a b' } },
  ]) {
    const { headers } = await server.inject(request);
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'none';script-src 'self'",
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cross-origin-resource-policy'], 'same-site');
    assert.match(String(headers['strict-transport-security']), /^max-age=\d+/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
  }
  assert.equal((await server.inject('/own')).headers['referrer-policy'], 'origin');
  await server.close();
});
