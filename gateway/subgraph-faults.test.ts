import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type Answer, startTestGateway, type TestGateway } from './testing/test-gateway.ts';

// One of two subgraphs has every fault there is. The gateway answers in time with the data of the other one, says which service failed and
// where, goes on working, and keeps nothing.

type Behave = (response: ServerResponse, request: IncomingMessage) => void;

const timeoutMs = 2_000;
/** A busy machine may be late by so much. */
const toleranceMs = 10_000;
const json = { 'content-type': 'application/json' };

const sendJson =
  (text: string): Behave =>
  (response) =>
    void response.writeHead(200, json).end(text);
const answers = sendJson('{"data":{"authors":[{"name":"Lem"}]}}');
const hangs: Behave = () => {};

let behave: Behave = answers;
let server: Server;
let port = 0;
let gateway: TestGateway;

async function startFaulty(): Promise<void> {
  const started = createServer((request, response) => {
    // The other side leaves in many of these cases.
    for (const stream of [request, response]) stream.on('error', () => {});
    request.resume().once('end', () => behave(response, request));
  });
  await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
  server = started;
  ({ port } = started.address() as AddressInfo);
}

async function stopFaulty(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

before(async () => {
  await startFaulty();
  gateway = await startTestGateway({
    SUBGRAPH_URL_PEOPLE: `http://127.0.0.1:${port}/graphql`,
    SUBGRAPH_TIMEOUT_MS: '20000',
    SUBGRAPH_TIMEOUT_MS_PEOPLE: `${timeoutMs}`,
    SUBGRAPH_BREAKER_PERCENT: '0',
    REQUIRED_SUBGRAPHS: 'none',
  });
});
after(async () => {
  await gateway.close();
  await stopFaulty();
});

const query = '{ books { title } authors { name } }';

/** Asks both subgraphs, and then the sound one alone. */
async function askFaulty(how: Behave): Promise<Answer['body'] & { readonly tookMs: number }> {
  behave = how;
  const from = performance.now();
  const { status, body } = await gateway.ask(query);
  const tookMs = performance.now() - from;
  assert.equal(status, 200);
  assert.deepEqual(body.data?.['books'], [{ title: 'Dune' }, { title: 'Solaris' }]);
  assert.deepEqual((await gateway.ask('{ hello }')).body, { data: { hello: 'world' } });
  return { ...body, tookMs };
}

/** The one error that tells of the fault. */
function readError({ errors = [] }: Answer['body']) {
  return errors.map(({ path, extensions: { code, service } }) => ({ path, code, service }));
}

const errorOf = (code: string) => [{ path: ['authors'], code, service: 'people' }];

test('a slow answer is waited for', async () => {
  const { data, errors } = await askFaulty((response, request) => {
    setTimeout(() => answers(response, request), timeoutMs / 2);
  });
  assert.deepEqual([data?.['authors'], errors], [[{ name: 'Lem' }], undefined]);
});

const begin = (response: ServerResponse) => response.writeHead(200, json).write('{"data":{"authors":[');

const unanswered: Readonly<Record<string, Behave>> = {
  'hangs before its headers': hangs,
  'hangs in its body': begin,
  'never ends its body': (response) => {
    begin(response);
    const dripping = setInterval(() => response.write('{"name":"Lem"},'), 20);
    response.once('close', () => clearInterval(dripping));
  },
};
for (const [what, how] of Object.entries(unanswered)) {
  test(`a subgraph that ${what} is given up in time`, async () => {
    const { tookMs, ...body } = await askFaulty(how);
    assert.deepEqual(readError(body), errorOf('SUBGRAPH_TIMEOUT'));
    assert.ok(tookMs >= timeoutMs - 5 && tookMs < timeoutMs + toleranceMs, `${tookMs} ms`);
  });
}

const broken: Readonly<Record<string, readonly [code: string, how: Behave]>> = {
  'resets the connection': ['SUBGRAPH_UNAVAILABLE', (response) => response.socket?.resetAndDestroy()],
  'resets it within the body': [
    'SUBGRAPH_UNAVAILABLE',
    (response) => {
      begin(response);
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
  ],
  'ends its body too early': [
    'SUBGRAPH_UNAVAILABLE',
    (response) => {
      response.writeHead(200, { ...json, 'content-length': 1_000 }).write('{"data":');
      setTimeout(() => response.socket?.end(), 20);
    },
  ],
  'does not speak HTTP': [
    'SUBGRAPH_UNAVAILABLE',
    (response) => void response.socket?.end('220 mail.example ESMTP\r\n\r\n'),
  ],
  'answers with a page': [
    'SUBGRAPH_RESPONSE_INVALID',
    (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  ],
  'answers 502': ['SUBGRAPH_UNAVAILABLE', (response) => void response.writeHead(502).end('bad gateway')],
  'answers broken JSON': ['SUBGRAPH_RESPONSE_INVALID', sendJson('{"data":{"authors":[{"name"')],
  'answers other JSON': ['SUBGRAPH_RESPONSE_INVALID', sendJson('{"authors":[]}')],
  'answers bytes that are not text': [
    'SUBGRAPH_RESPONSE_INVALID',
    (response) => void response.writeHead(200, json).end(Buffer.alloc(1_000, 0xff)),
  ],
};
for (const [what, [code, how]] of Object.entries(broken)) {
  test(`a subgraph that ${what} has no answer`, async () => {
    const { tookMs, ...body } = await askFaulty(how);
    assert.deepEqual(readError(body), errorOf(code));
    assert.ok(tookMs < timeoutMs + toleranceMs, `${tookMs} ms`);
  });
}

describe('answers that are too much', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const readHeapBytes = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };

  /** Asks several times at once, so that something that is kept would be seen. */
  async function ask(how: Behave): Promise<Answer['body'] & { readonly tookMs: number }> {
    await askFaulty(how);
    const before = readHeapBytes();
    const [body] = await Promise.all([askFaulty(how), askFaulty(how), askFaulty(how)]);
    await waitFor('memory to return', () => readHeapBytes() < before + 10_000_000);
    return body;
  }

  test('100 MB are not read to their end', async () => {
    let sentBytes = 0;
    const part = Buffer.from('{"name":"Lem"},'.repeat(10_000));
    const body = await ask((response) => {
      begin(response);
      const more = () => {
        while (sentBytes < 100_000_000 && !response.destroyed) {
          sentBytes += part.length;
          if (!response.write(part)) return;
        }
      };
      response.on('drain', more);
      sentBytes = 0;
      more();
    });
    const [{ code, service } = {}] = readError(body);
    assert.ok(code === 'SUBGRAPH_RESPONSE_INVALID' || code === 'SUBGRAPH_TIMEOUT', String(code));
    assert.equal(service, 'people');
  });

  test('of a million errors a hundred and their number are told', async () => {
    const { errors = [] } = await ask(
      sendJson(`{"errors":[${'{"message":"x"},'.repeat(999_999)}{"message":"x"}]}`),
    );
    assert.equal(errors.length, 101);
    assert.equal(errors.at(-1)?.extensions['code'], 'SUBGRAPH_ERRORS_OMITTED');
    assert.match(errors.at(-1)?.message ?? '', /999900/);
  });

  for (const levels of [2_000, 1_000_000]) {
    const nested = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const places = { 'in the place of a list': nested, 'in the place of a text': `[{"name":${nested}}]` };
    for (const [place, text] of Object.entries(places)) {
      test(`${levels} lists within each other ${place} go no further`, async () => {
        const { data } = await ask(sendJson(`{"data":{"authors":${text}}}`));
        assert.equal(data?.['authors'], null);
      });
    }
  }
});

test('a subgraph that goes down is told at once, and used again when it returns', async () => {
  await stopFaulty();
  const { tookMs, ...body } = await askFaulty(answers);
  assert.deepEqual(readError(body), errorOf('SUBGRAPH_UNAVAILABLE'));
  assert.ok(tookMs < timeoutMs + toleranceMs, `${tookMs} ms`);
  await startFaulty();
  const { data, errors } = await askFaulty(answers);
  assert.deepEqual([data?.['authors'], errors], [[{ name: 'Lem' }], undefined]);
});

test('a client that leaves ends its request to a subgraph that hangs', async () => {
  const ended = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  behave = (response) => {
    response.once('close', () => ended.resolve());
    reached.resolve();
  };
  const leaving = new AbortController();
  const asking = fetch(gateway.url, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  await reached.promise;
  const from = performance.now();
  leaving.abort();
  await assert.rejects(asking);
  await ended.promise;
  assert.ok(performance.now() - from < timeoutMs - 100);
});
