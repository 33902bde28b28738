import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openRawSocket } from '#platform/testing/websocket-client.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { StreamReader } from '../clients/testing/stream-reader.ts';
import { type FileService, startFileService } from '../forwarding/testing/file-service.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { type AccessLine, findAccess, parseAccessLog } from './testing/read-access-log.ts';

let folder: string;
let file: string;
let service: FileService;
let gateway: TestGateway;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-log-'));
  file = join(folder, 'access.log');
  service = await startFileService();
  gateway = await startTestGateway({
    ACCESS_LOG: file,
    BODY_LIMIT_BYTES: '2000',
    WEBSOCKET_OPERATIONS: '1',
    FORWARDED_ROUTES: JSON.stringify({
      '/files/report.csv': service.address,
      '/portal/': { address: service.address, isPublic: true },
    }),
  });
});
after(async () => {
  await gateway.close();
  await service.close();
  await rm(folder, { recursive: true });
});

function find(what: string, fits: (line: AccessLine) => boolean): Promise<AccessLine> {
  return findAccess(file, what, fits);
}

function byName(name: string): Promise<AccessLine> {
  return find(name, (line) => line['x-operation-name'] === name);
}

function hashOf(query: string): string {
  return createHash('sha256').update(query).digest('hex');
}

const json = { 'content-type': 'application/json', accept: 'application/json' };

describe('an operation', () => {
  for (const [name, ask] of Object.entries(askByTransport)) {
    test(`by ${name} is a line with its person, client, name, hash and cost`, async () => {
      const operation = `By${name.replace(/\W/g, '')}`;
      const query = `query ${operation} { books { title } }`;
      const token = await gateway.issuer.sign({ subject: `ada ${name}`, clientId: 'page' });
      await ask(gateway.url, { query }, token);
      const line = await byName(operation);
      assert.equal(line['cs-username'], encodeURIComponent(`ada ${name}`));
      assert.equal(line['x-client'], 'page');
      assert.equal(line['x-operation-type'], 'query');
      assert.equal(line['x-document-hash'], hashOf(query));
      assert.ok(Number(line['x-cost']) > 0);
      assert.equal(line['sc-status'], '200');
      assert.ok(Number(line['sc-bytes']) > 20);
      assert.equal(line['x-code'], '-');
      assert.equal(line['x-ending'], 'whole');
      assert.equal(line['c-ip'], '127.0.0.1');
      assert.match(line['x-request-id'] ?? '', /^[\da-f-]{36}$/);
    });
  }

  test('that is answered ahead of the hooks is a line, too, with the bytes that were sent', async () => {
    const ask = () => gateway.ask('query Ahead { hello }', { scopes: [] });
    await ask();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const body = JSON.stringify({ query: 'query Raw { hello }' });
    const head = `POST /graphql HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    // Two at once: the second waits for the first, and each counts its own bytes.
    socket.write(`${head}\r\n${body}${head}Connection: close\r\n\r\n${body}`);
    const answer = await text(socket);
    const [, first = '', second = ''] = /^(HTTP\/1\.1 200 .*?\n)(HTTP\/1\.1 200 .*)$/s.exec(answer) ?? [];
    const lines = await waitFor('both lines', async () => {
      const all = parseAccessLog(await readFile(file, 'utf8'));
      const raw = all.filter((line) => line['x-operation-name'] === 'Raw');
      return raw.length === 2 && raw;
    });
    assert.deepEqual(
      lines.map((line) => Number(line['sc-bytes'])),
      [first.length, second.length],
    );
  });

  test('of which something was cut or failed has the code of its first error', async () => {
    await gateway.ask('query Cut { hello me { name } }');
    assert.equal((await byName('Cut'))['x-code'], 'UNAUTHORIZED_FIELD_OR_TYPE');
    await gateway.ask('query Closed { refused }');
    assert.equal((await byName('Closed'))['x-code'], 'CLOSED');
  });

  test('that is refused says why, and what it is as far as it was read', async () => {
    await gateway.ask('query Costly { books { title } }', {
      headers: { accept: 'application/graphql-response+json' },
    });
    await gateway.ask('query Wrong { nothing }', { operationName: 'Wrong' });
    const wrong = await byName('Wrong');
    assert.equal(wrong['x-code'], 'GRAPHQL_VALIDATION_FAILED');
    assert.equal(wrong['x-operation-type'], '-');
    const depth = `query Deep ${'{ a '.repeat(60)}${'}'.repeat(60)}`;
    await gateway.ask(depth, { operationName: 'Deep' });
    const deep = await byName('Deep');
    assert.equal(deep['sc-status'], '400');
    assert.equal(deep['x-code'], 'MAX_NESTING_LIMIT');
  });

  test('with a name that was made up to forge a line stays one line', async () => {
    const name = 'Forged\n2026-11-30 12:00:00.000 0.001 192.0.2.1 admin';
    await gateway.ask('{ hello }', { operationName: name });
    const line = await find(name, (found) => decodeURIComponent(found['x-operation-name'] ?? '') === name);
    assert.equal(line['x-code'], 'OPERATION_RESOLUTION_FAILURE');
  });
});

describe('a request', () => {
  test('whose token is refused is a line with 401, without the token', async () => {
    const token = 'not.a.token';
    const response = await fetch(`${gateway.url}?query=secret`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body: '{"query":"{ hello }"}',
    });
    assert.equal(response.status, 401);
    const line = await find('the refusal', (found) => found['sc-status'] === '401');
    assert.equal(line['cs-uri-stem'], '/graphql');
    assert.doesNotMatch(await readFile(file, 'utf8'), /not\.a\.token|secret/);
  });

  test('with a body that is too long, or not JSON, is a line', async () => {
    await gateway.ask(`{ hello } # ${'x'.repeat(2_000)}`);
    await find('the long body', (line) => line['sc-status'] === '413');
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body: '{' });
    assert.equal(response.status, 400);
    await find('the broken body', (line) => line['sc-status'] === '400' && line['cs-method'] === 'POST');
  });

  test('that is not HTTP is a line without method and path', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    await text(socket);
    const line = await find(
      'the request',
      (found) => found['cs-method'] === '-' && found['x-transport'] === '-',
    );
    assert.equal(line['sc-status'], '400');
    assert.equal(line['c-ip'], '127.0.0.1');
  });

  test('below a public route has the route in place of the path, which is a secret', async () => {
    const origin = new URL(gateway.url).origin;
    const paths = ['/portal/a-secret-of-a-customer', '/portal/%61-secret-of-a-customer'];
    for (const path of paths) await (await fetch(`${origin}${path}`)).text();
    await find(
      'the served one',
      (found) => found['cs-uri-stem'] === '/portal/*' && found['sc-status'] === '200',
    );
    await find(
      'the refused one',
      (found) => found['cs-uri-stem'] === '/portal/*' && found['sc-status'] === '400',
    );
    assert.doesNotMatch(await readFile(file, 'utf8'), /secret-of-a-customer/);
  });

  test('for something else names its path without the query string, and its person', async () => {
    const origin = new URL(gateway.url).origin;
    await fetch(`${origin}/nothing%20there?code=hunter2`);
    const line = await find('the path', (found) => found['cs-uri-stem'] === '/nothing%20there');
    assert.equal(line['sc-status'], '404');
    const token = await gateway.issuer.sign({ subject: 'bob' });
    await fetch(`${origin}/gateway/limits`, { headers: { authorization: `Bearer ${token}` } });
    const limits = await find('the limits', (found) => found['cs-uri-stem'] === '/gateway/limits');
    assert.equal(limits['cs-username'], 'bob');
    assert.doesNotMatch(await readFile(file, 'utf8'), /hunter2/);
  });

  test('for a forwarded file counts its bytes, and tells if the client left', async () => {
    const origin = new URL(gateway.url).origin;
    const headers = { authorization: `Bearer ${await gateway.issuer.sign({ subject: 'eve' })}` };
    service.answerWith((_request, response) => void response.end('x'.repeat(100_000)));
    await (await fetch(`${origin}/files/report.csv`, { headers })).text();
    const whole = await find('the file', (line) => line['cs-uri-stem'] === '/files/report.csv');
    assert.ok(Number(whole['sc-bytes']) > 100_000);
    assert.equal(whole['cs-username'], 'eve');
    service.answerWith((_request, response) => void response.write('a part'));
    const request = send(`${origin}/files/report.csv`, { headers });
    request.on('error', () => {});
    const [response] = await once(request.end(), 'response');
    await once(response, 'data');
    request.destroy();
    await find(
      'the part',
      (line) => line['cs-uri-stem'] === '/files/report.csv' && line['x-ending'] === 'left',
    );
  });
});

describe('a stream', () => {
  test('is a line when it ends, with all that was sent', async () => {
    const stream = await StreamReader.open(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription Streamed { visitors { count } }' }),
    });
    await stream.reach(/"count"/);
    stream.leave();
    const line = await byName('Streamed');
    assert.equal(line['x-transport'], 'event-stream');
    assert.equal(line['x-operation-type'], 'subscription');
    assert.equal(line['x-ending'], 'left');
    assert.ok(Number(line['sc-bytes']) >= stream.text.length);
  });

  test('that is refused has its code, though its status is 200', async () => {
    const stream = await StreamReader.open(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription Refused { till }' }),
    });
    await stream.end();
    assert.equal((await byName('Refused'))['x-code'], 'UNAUTHORIZED_FIELD_OR_TYPE');
  });
});

describe('a WebSocket', () => {
  test('is a line for each of its operations, and one for itself', async () => {
    const token = await gateway.issuer.sign({ subject: 'socket' });
    const client = createSocketClient(gateway.url, {
      connectionParams: { authorization: `Bearer ${token}` },
    });
    const live = client.run('subscription Socketed { visitors { count } }');
    await live.reach(1);
    const excess = client.run('query Excess { hello }');
    await excess.end();
    await client.client.dispose();
    const refused = await find('the excess', (line) => line['x-code'] === 'TOO_MANY_OPERATIONS');
    assert.equal(refused['sc-status'], '429');
    const line = await byName('Socketed');
    assert.equal(line['x-transport'], 'websocket');
    assert.equal(line['cs-username'], 'socket');
    assert.equal(line['x-ending'], 'left');
    assert.ok(Number(line['sc-bytes']) > 20);
    assert.equal(line['cs-method'], '-');
    const upgrade = await find('the upgrade', (found) => found['sc-status'] === '101');
    assert.equal(upgrade['cs-uri-stem'], '/graphql');
  });

  test('with an operation that is refused has its status and code', async () => {
    const client = createSocketClient(gateway.url);
    await client.run('query { nothing }').end();
    await client.client.dispose();
    const line = await find(
      'the refusal',
      (found) => found['x-transport'] === 'websocket' && found['sc-status'] === '400',
    );
    assert.equal(line['x-code'], 'GRAPHQL_VALIDATION_FAILED');
  });

  test('that is refused is a line with its status', async () => {
    await assert.rejects(
      openRawSocket(gateway.url.replace(/^http/, 'ws'), { headers: { origin: 'https://evil.test' } }),
    );
    await find('the stranger', (line) => line['sc-status'] === '403');
  });
});

test('a sample leaves out accesses without errors, and none that was refused or failed', async () => {
  const sampled = join(folder, 'sampled.log');
  const other = await startTestGateway({ ACCESS_LOG: sampled, ACCESS_LOG_SAMPLE: '0' });
  try {
    await other.ask('query Fine { hello }');
    await other.ask('query Cut { hello me { name } }');
    await other.ask('query Last { nothing }', { operationName: 'Last' });
    await findAccess(sampled, 'the refusal', (line) => line['x-operation-name'] === 'Last');
    const lines = parseAccessLog(await readFile(sampled, 'utf8'));
    assert.deepEqual(
      lines.map((line) => line['x-operation-name']),
      ['Cut', 'Last'],
    );
    const figures = await (await fetch(other.url.replace('/graphql', '/metrics'))).text();
    assert.match(figures, /gateway_access_log_lines_total\{outcome="left_out"\} 1/);
    assert.match(figures, /gateway_access_log_lines_total\{outcome="written"\} 2/);
  } finally {
    await other.close();
  }
});

test('a full disk stops nobody, and is told once', { skip: process.platform !== 'linux' }, async () => {
  const other = await startTestGateway({ ACCESS_LOG: '/dev/full' });
  try {
    for (let count = 0; count < 5; count += 1) {
      const { body } = await other.ask('{ hello }');
      assert.deepEqual(body, { data: { hello: 'world' } });
    }
    const told = () => other.logLines.filter((line) => line.includes('the access log cannot be written'));
    await waitFor('the log', () => told().length > 0);
    assert.equal(told().length, 1);
  } finally {
    await other.close();
  }
});

test('a file that cannot be opened ends the start with a reason', async () => {
  await assert.rejects(startTestGateway({ ACCESS_LOG: folder }), /ACCESS_LOG cannot be opened/);
});
