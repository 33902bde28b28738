import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { WholeRequest } from './ahead-of-hooks.ts';
import { createHttpServer, listen } from './http-server.ts';

const log = createLog({ name: 'test', level: 'silent' });

/** A server that answers ahead of its hooks whatever has the body `ahead`, and by its route everything else. */
async function start(onAnswer: (request: WholeRequest) => Promise<string> = async () => 'ahead') {
  const server = await createHttpServer({
    log,
    bodyLimitBytes: 1_000,
    ahead: {
      path: '/ask',
      headers: { vary: 'Origin' },
      accepts: ({ headers }) => headers['x-hooks'] === undefined,
      answer(request) {
        if (request.body.toString() !== 'ahead') return undefined;
        return onAnswer(request).then((body) => ({ status: 203, headers: [['content-type', 'a/b']], body }));
      },
    },
  });
  server.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  server.post('/ask', async ({ body }) => `hooks ${body}`);
  server.post('/other', async ({ body }) => `other ${body}`);
  const { hostname, port } = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  return { server, connect: () => connect(Number(port), hostname) };
}

function toRequest(body: string, { path = '/ask', headers = '' } = {}): string {
  return `POST ${path} HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** Sends parts of requests, each when the part before has been read, and gives all that comes back. */
async function exchange(
  { connect: open, server }: Awaited<ReturnType<typeof start>>,
  ...parts: readonly string[]
): Promise<string> {
  const socket = open();
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const connected = new Promise<{ bytesRead: number }>((resolve) =>
    server.server.once('connection', resolve),
  );
  const served = await connected;
  let sent = 0;
  for (const part of parts) {
    socket.write(part);
    sent += part.length;
    await waitFor('the server to read', () => served.bytesRead === sent);
  }
  // A server gives up what it has not answered when its client ends the connection.
  const requests = parts.join('').split('POST ').length - 1;
  await waitFor('answers', () => socket.destroyed || received.split('HTTP/1.1 ').length > requests);
  socket.end();
  await closed;
  return received;
}

test('a request that comes as a whole is answered ahead of the hooks, with the headers of the server', async () => {
  const started = await start();
  const text = await exchange(started, toRequest('ahead'));
  assert.match(text, /^HTTP\/1\.1 203 /);
  assert.match(
    text,
    /x-content-type-options: nosniff\r\n.*vary: Origin\r\ncontent-type: a\/b\r\ncontent-length: 5\r\n/s,
  );
  assert.match(text, /\r\n\r\nahead$/);
  const { body } = await started.server.inject('/metrics');
  assert.match(body, /http_request_duration_seconds_count\{method="POST",route="\/ask",status="203"\} 1/);
  await started.server.close();
});

test('the hooks get what is not answered ahead, with the whole body', async () => {
  const started = await start();
  for (const [request, expected] of [
    [toRequest('something else'), 'hooks something else'],
    [toRequest('ahead', { headers: 'X-Hooks: 1\r\n' }), 'hooks ahead'],
    [toRequest('ahead', { path: '/other' }), 'other ahead'],
    [toRequest('ahead', { path: '/ask?a=b' }), 'hooks ahead'],
  ] as const) {
    const text = await exchange(started, request);
    assert.ok(text.endsWith(`\r\n\r\n${expected}`), text);
  }
  await started.server.close();
});

test('a body that comes later, in chunks, too long, or with doubtful headers is for the hooks', async () => {
  const started = await start();
  const whole = toRequest('ahead');
  assert.match(await exchange(started, whole.slice(0, -3), whole.slice(-3)), /hooks ahead$/);
  assert.match(await exchange(started, whole.slice(0, -5), whole.slice(-5)), /hooks ahead$/);
  const chunks = whole.replace(
    /Content-Length.*/s,
    'Transfer-Encoding: chunked\r\n\r\n5\r\nahead\r\n0\r\n\r\n',
  );
  assert.match(await exchange(started, chunks), /hooks ahead$/);
  assert.match(await exchange(started, toRequest('a'.repeat(1_001))), /^HTTP\/1\.1 413 /);
  assert.match(
    await exchange(started, toRequest('ahead', { headers: 'Host: b.test\r\n' })),
    /^HTTP\/1\.1 400 /,
  );
  await started.server.close();
});

test('requests that come together on one connection are answered in their order', async () => {
  const started = await start();
  const both = `${toRequest('ahead')}${toRequest('two')}${toRequest('ahead')}`;
  const text = await exchange(started, both);
  assert.deepEqual(
    [...text.matchAll(/\r\n\r\n(ahead|hooks two)/g)].map(([, body]) => body),
    ['ahead', 'hooks two', 'ahead'],
  );
  await started.server.close();
});

test('an answer that comes when the server closes ends its connection', async () => {
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<string>();
  const started = await start(() => {
    begun.resolve();
    return mayEnd.promise;
  });
  const answer = exchange(started, toRequest('ahead'));
  await begun.promise;
  const closed = started.server.close();
  await waitFor('the server to close', () => !started.server.server.listening);
  mayEnd.resolve('late');
  assert.match(await answer, /connection: close\r\n.*\r\n\r\nlate$/s);
  await closed;
});

test('a bug in an answer breaks the connection and not the server', async () => {
  const started = await start(() => Promise.reject(new Error('a bug')));
  assert.equal(await exchange(started, toRequest('ahead')), '');
  assert.match(await exchange(started, toRequest('x')), /hooks x$/);
  await started.server.close();
});
