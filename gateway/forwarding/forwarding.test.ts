import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as send } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { type FileService, startFileService } from './testing/file-service.ts';

let service: FileService;
let gateway: TestGateway;
let origin: string;
let token: string;

before(async () => {
  service = await startFileService();
  gateway = await startTestGateway({
    FORWARDED_REQUESTS: '3',
    FORWARDED_REQUESTS_PER_USER: '2',
    FORWARDED_ROUTES: JSON.stringify({
      '/files/report.csv': service.address,
      '/uploads/': { address: service.address, methods: ['PUT', 'POST'], maxBodyBytes: 100_000_000 },
      '/small/': { address: service.address, methods: ['PUT'], maxBodyBytes: 10 },
      '/hasty/': { address: service.address, methods: ['GET', 'PUT'], idleMs: 200 },
      '/absent/': 'http://127.0.0.1:1',
      '/portal/': { address: service.address, methods: ['GET', 'HEAD'], isPublic: true },
      '/rare/': { address: service.address, isPublic: true, requestsPerMinute: 2 },
    }),
  });
  origin = new URL(gateway.url).origin;
  token = await gateway.issuer.sign({ roles: ['READER'], subject: 'ada' });
});
after(async () => {
  await gateway.close();
  await service.close();
});

/** Sends a request without reading its answer. */
function open(
  path: string,
  { headers = {}, ...options } = {} as Parameters<typeof send>[1] & object,
): ClientRequest {
  const authorization = { authorization: `Bearer ${token}` };
  const request = send(origin, { path, agent: false, headers: { ...authorization, ...headers }, ...options });
  // The response tells of a reset connection, too.
  request.on('error', () => {});
  return request;
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = await once(request, 'response');
  return response;
}

/** Gets the status and the JSON of a refusal. */
async function refusalOf(request: ClientRequest): Promise<[number | undefined, string]> {
  const response = await answerOf(request.end());
  return [response.statusCode, JSON.parse(await text(response)).code];
}

test('a listed path reaches its service with the verified token, and nothing of the connection or the browser', async () => {
  service.answerWith((_request, response) => {
    response.setHeader('set-cookie', 'session=stolen');
    response.setHeader('x-internal', '10.0.0.1');
    response.setHeader('content-disposition', 'attachment; filename="report.csv"');
    response.writeHead(206, { 'content-type': 'text/csv' }).end('a;b');
  });
  const headers = {
    cookie: 'other=1',
    connection: 'close, x-hop',
    'x-hop': '1',
    'x-forwarded-for': '192.0.2.1',
    'accept-language': 'fr',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
  const response = await answerOf(open('/files/report.csv?of=x%20y', { headers }).end());
  assert.equal(response.statusCode, 206);
  assert.equal(response.headers['content-type'], 'text/csv');
  assert.equal(response.headers['content-disposition'], 'attachment; filename="report.csv"');
  assert.equal(response.headers['x-content-type-options'], 'nosniff');
  assert.deepEqual([response.headers['set-cookie'], response.headers['x-internal']], [undefined, undefined]);
  assert.equal(await text(response), 'a;b');

  const [seen] = service.seen;
  assert.equal(seen?.url, '/files/report.csv?of=x%20y');
  const { host, connection, traceparent = '', ...passed } = seen?.headers ?? {};
  assert.deepEqual(passed, { authorization: `Bearer ${token}`, 'accept-language': 'fr' });
  assert.equal(host, new URL(service.address).host);
  assert.notEqual(connection, 'close');
  assert.match(String(traceparent), /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/);
});

test('only known callers and listed methods come through', async () => {
  service.answerWith((_request, response) => response.end());
  assert.deepEqual(await refusalOf(send(`${origin}/files/report.csv`, { agent: false })), [
    401,
    'UNAUTHENTICATED',
  ]);
  const forged = { headers: { authorization: 'Bearer forged.forged.forged' } };
  assert.deepEqual(await refusalOf(open('/files/report.csv', forged)), [401, 'UNAUTHENTICATED']);
  assert.deepEqual(await refusalOf(open('/files/report.csv', { method: 'DELETE' })), [
    405,
    'METHOD_NOT_ALLOWED',
  ]);
  assert.deepEqual(await refusalOf(open('/files/other.csv')), [404, 'NOT_FOUND']);
  assert.deepEqual(service.seen, []);
});

test('no path reaches what is not listed', async () => {
  service.answerWith((_request, response) => response.end());
  const { hostname, port } = new URL(origin);
  for (const path of [
    '/uploads/../metrics',
    '/uploads/%2e%2e/metrics',
    '/uploads/..%2fmetrics',
    '/uploads//127.0.0.1/x',
    '/uploads/./x',
    '/uploads/',
    '/%75ploads/x',
    '/uploads/a%00',
    `${service.address}/uploads/x`,
  ]) {
    const socket = connect(Number(port), hostname);
    const head = `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n`;
    socket.write(`${head}Content-Length: 0\r\n\r\n`);
    assert.match(await text(socket), /^HTTP\/1.1 40[04] /, path);
  }
  assert.deepEqual(service.seen, []);
});

const part = Buffer.alloc(65_536, 'facturation ');
const parts = pickSize({ quick: 600, long: 8_000 });

/** Writes parts as fast as they are taken, and counts them. */
function pour(response: NodeJS.WritableStream, poured: { parts: number }, all = parts): void {
  while (poured.parts < all) {
    poured.parts += 1;
    if (!response.write(part)) {
      response.once('drain', () => pour(response, poured, all));
      return;
    }
  }
  response.end();
}

/** Waits until a count stands still: everything between both ends is full. */
function waitUntilStill(count: () => number): Promise<number> {
  let seen = 0;
  let times = 0;
  return waitFor('a count that stands still', () => {
    times = seen === count() ? times + 1 : 0;
    seen = count();
    return seen > 0 && times === 20 && seen;
  });
}

test('an answer is taken from the service no faster than its client reads it', async () => {
  const poured = { parts: 0 };
  service.answerWith((_request, response) => pour(response, poured));
  const response = await answerOf(open('/files/report.csv').end());
  response.pause();
  const held = await waitUntilStill(() => poured.parts);
  assert.ok(held < 300, `${held} parts lie between the service and a client that reads nothing`);
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  assert.equal(bytes, parts * part.length);
});

test('a body is taken from its client no faster than the service reads it', async () => {
  let bytes = 0;
  const reading = Promise.withResolvers<void>();
  service.answerWith(async (request, response) => {
    await reading.promise;
    for await (const chunk of request) bytes += chunk.length;
    response.end();
  });
  const poured = { parts: 0 };
  const all = Math.min(parts, 1_500);
  const request = open('/uploads/x', { method: 'PUT' });
  pour(request, poured, all);
  const held = await waitUntilStill(() => poured.parts);
  assert.ok(held < 300, `${held} parts lie between the client and a service that reads nothing`);
  reading.resolve();
  assert.equal((await answerOf(request)).statusCode, 200);
  assert.equal(bytes, all * part.length);
});

for (const [form, headers] of [
  ['of known length', { 'content-length': '1000000' }],
  ['in chunks', {}],
] as const) {
  test(`an answer ${form} whose service dies is cut off and does not look whole`, async () => {
    service.answerWith((_request, response) => {
      response.writeHead(200, headers);
      response.write('half of it');
    });
    const response = await answerOf(open('/files/report.csv').end());
    await once(response, 'readable');
    service.seen[0]?.socket.destroy();
    await assert.rejects(text(response), { code: 'ECONNRESET' });
    assert.equal(response.complete, false);
  });
}

test('a client that leaves ends the request to the service, whichever way the file goes', async () => {
  for (const [path, method] of [
    ['/files/report.csv', 'GET'],
    ['/uploads/x', 'PUT'],
  ] as const) {
    service.answerWith((_request, response) => response.write('begun'));
    const request = open(path, { method });
    request.on('error', () => {});
    if (method === 'PUT') request.write('half');
    else request.end();
    const seen = await waitFor('the request', () => service.seen[0]);
    request.destroy();
    await waitFor('the end of the request', () => seen.socket.destroyed);
  }
});

test('a body over the limit of its route is refused, however it comes', async () => {
  service.answerWith((request, response) => void request.resume().on('end', () => response.end()));
  const known = open('/small/x', { method: 'PUT', headers: { 'content-length': '11' } });
  known.on('error', () => {});
  assert.deepEqual(await refusalOf(known), [413, 'BODY_TOO_LARGE']);
  assert.deepEqual(service.seen, []);
  const chunked = open('/small/x', { method: 'PUT' });
  chunked.write('0123456789');
  chunked.write('0');
  assert.deepEqual(await refusalOf(chunked), [413, 'BODY_TOO_LARGE']);
  const whole = open('/small/x', { method: 'PUT' });
  assert.equal((await answerOf(whole.end('0123456789'))).statusCode, 200);
});

test('a service that refuses a body early is heard, and the rest of the body is not taken for a request', async () => {
  service.answerWith((_request, response) => response.writeHead(409).end('no'));
  const request = open('/uploads/x', { method: 'PUT' });
  request.on('error', () => {});
  request.write('GET /metrics HTTP/1.1\r\n');
  const response = await answerOf(request);
  assert.equal(response.statusCode, 409);
  assert.equal(response.headers.connection, 'close');
});

test('a service that is away or mute is told from one that answers', async () => {
  assert.deepEqual(await refusalOf(open('/absent/x')), [502, 'SERVICE_UNAVAILABLE']);
  service.answerWith(() => {});
  assert.deepEqual(await refusalOf(open('/hasty/x')), [504, 'SERVICE_TIMEOUT']);
  const slow = open('/hasty/x', { method: 'PUT', headers: { 'content-length': '100' } });
  slow.write('a');
  const response = await answerOf(slow);
  assert.deepEqual([response.statusCode, JSON.parse(await text(response)).code], [408, 'REQUEST_TIMEOUT']);
});

test('a service that falls silent within an answer leaves it cut off', async () => {
  service.answerWith((_request, response) => response.write('half of it'));
  const response = await answerOf(open('/hasty/x').end());
  await assert.rejects(text(response), { code: 'ECONNRESET' });
});

test('one person, and all together, have a bounded number of files under way', async () => {
  service.answerWith((_request, response) => response.write('begun'));
  const of = async (subject: string) => {
    const authorization = `Bearer ${await gateway.issuer.sign({ subject })}`;
    return open('/files/report.csv', { headers: { authorization } });
  };
  const held = [(await of('ada')).end(), (await of('ada')).end()];
  await Promise.all(held.map(answerOf));
  assert.deepEqual(await refusalOf(await of('ada')), [429, 'TOO_MANY_REQUESTS']);
  held.push((await of('grace')).end());
  await answerOf(held[2] as ClientRequest);
  assert.deepEqual(await refusalOf(await of('alan')), [429, 'TOO_MANY_REQUESTS']);
  for (const request of held) request.destroy();
  service.answerWith((_request, response) => response.end());
  await waitFor('a free place', async () => (await answerOf((await of('ada')).end())).statusCode === 200);
});

test('anybody reaches a public route, and neither cookie nor token goes with them', async () => {
  service.answerWith((_request, response) => {
    response.setHeader('set-cookie', 'session=stolen');
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'sha256-x'");
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-robots-tag', 'noindex');
    response.end('page');
  });
  for (const authorization of [`Bearer ${token}`, 'Bearer forged.forged.forged']) {
    const headers = {
      authorization,
      cookie: '__Host-session=1',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-purpose': 'prefetch',
      'accept-language': 'fr',
    };
    const response = await answerOf(open('/portal/secret', { headers }).end());
    assert.equal(response.statusCode, 200);
    assert.equal(await text(response), 'page');
    assert.deepEqual(
      ['set-cookie', 'content-security-policy', 'referrer-policy', 'x-robots-tag'].map(
        (name) => response.headers[name],
      ),
      [undefined, "default-src 'none'; style-src 'sha256-x'", 'no-referrer', 'noindex'],
    );
    const { host, connection, ...passed } = service.seen.at(-1)?.headers ?? {};
    assert.ok(host && connection);
    assert.deepEqual(passed, {
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-purpose': 'prefetch',
      'accept-language': 'fr',
    });
  }
});

test('a public route takes its methods alone, HEAD among them', async () => {
  service.answerWith((_request, response) => {
    response.writeHead(200, { 'content-length': '4' }).end();
  });
  const response = await answerOf(open('/portal/secret', { method: 'HEAD' }).end());
  assert.deepEqual(
    [response.statusCode, response.headers['content-length'], await text(response)],
    [200, '4', ''],
  );
  assert.equal(service.seen[0]?.method, 'HEAD');
  assert.deepEqual(await refusalOf(open('/portal/secret', { method: 'POST' })), [405, 'METHOD_NOT_ALLOWED']);
});

test('an address has so many requests of a public route in a minute, and is told when it may ask again', async () => {
  service.answerWith((_request, response) => response.end());
  for (const _ of [1, 2]) assert.equal((await answerOf(open('/rare/secret').end())).resume().statusCode, 200);
  const refused = await answerOf(open('/rare/secret').end());
  assert.equal(refused.statusCode, 429);
  assert.match(await text(refused), /too many requests from your address; try again in \d+ s/);
  const seconds = Number(refused.headers['retry-after']);
  assert.ok(seconds > 5 && seconds <= 60, String(seconds));
});
