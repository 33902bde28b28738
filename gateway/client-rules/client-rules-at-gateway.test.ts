import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openRawSocket } from '#platform/testing/websocket-client.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const trusted = '{ hello }';
const pageOrigin = 'https://shop.example';
const rules = [
  { clients: ['api-near'], allow: ['127.0.0.0/8'] },
  { clients: ['api-far'], allow: ['203.0.113.0/24'] },
  { roles: ['LIBRARIAN'], routes: ['/graphql'], deny: ['127.0.0.0/8'] },
  { clients: ['api-page'], origins: [pageOrigin] },
  { clients: ['api-trusted'], trustedDocumentsOnly: true },
];

let gateway: TestGateway;
let folder: string;
let file: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  file = join(folder, 'clients.json');
  const manifest = join(folder, 'manifest.json');
  const hash = createHash('sha256').update(trusted).digest('hex');
  await writeFile(file, JSON.stringify({ rules }));
  await writeFile(manifest, JSON.stringify({ [hash]: trusted }));
  gateway = await startTestGateway({ CLIENTS_FILE: file, TRUSTED_DOCUMENTS_FILE: manifest });
});
after(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

async function tokenOf(clientId: string, roles: readonly string[] = []): Promise<string> {
  return `Bearer ${await gateway.issuer.sign({ clientId, roles })}`;
}

async function ask(clientId: string, headers: Record<string, string> = {}, query = trusted) {
  const authorization = await tokenOf(clientId);
  const answer = await gateway.ask(query, { headers: { authorization, ...headers } });
  return { ...answer, code: answer.body.errors?.[0]?.extensions.code };
}

test('a client that may not call from its address is refused, and the header of a proxy changes nothing', async () => {
  assert.equal((await ask('api-near')).status, 200);
  for (const headers of [
    {},
    { 'x-forwarded-for': '203.0.113.9' },
    { forwarded: 'for=203.0.113.9' },
    { 'x-real-ip': '203.0.113.9' },
  ]) {
    const { status, code } = await ask('api-far', headers);
    assert.deepEqual([status, code], [403, 'ADDRESS_NOT_ALLOWED']);
  }
});

test('the address that a trusted proxy tells counts, and no other that the client adds', async () => {
  const behind = await startTestGateway({ CLIENTS_FILE: file, TRUSTED_PROXIES: '127.0.0.0/8' });
  try {
    const authorization = `Bearer ${await behind.issuer.sign({ clientId: 'api-far' })}`;
    const statusOf = async (forwarded: string) =>
      (await behind.ask(trusted, { headers: { authorization, 'x-forwarded-for': forwarded } })).status;
    assert.equal(await statusOf('203.0.113.9'), 200);
    assert.equal(await statusOf('203.0.113.9, 198.51.100.1'), 403);
  } finally {
    await behind.close();
  }
});

test('a rule of a role and a route counts however the address of the route is written', async () => {
  const authorization = await tokenOf('api-near', ['LIBRARIAN']);
  for (const path of ['/graphql', '/%67raphql', '/graphql?x=1']) {
    const response = await fetch(new URL(path, gateway.url), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: trusted }),
    });
    assert.equal(response.status, 403, path);
  }
  const limits = await fetch(new URL('/gateway/limits', gateway.url), { headers: { authorization } });
  assert.equal(limits.status, 200);
});

test('a route beside GraphQL refuses by the same rules', async () => {
  const authorization = await tokenOf('api-far');
  const response = await fetch(new URL('/gateway/limits', gateway.url), { headers: { authorization } });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /ADDRESS_NOT_ALLOWED/);
});

test('a refused client is answered before it has sent its body', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
  });
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { authorization: await tokenOf('api-far'), 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);
  assert.equal(response.status, 403);
});

test('a stream and a WebSocket are refused as well', async () => {
  const authorization = await tokenOf('api-far');
  const stream = await fetch(gateway.url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { visitors { count } }' }),
  });
  assert.equal(stream.status, 403);
  await stream.body?.cancel();
  const socket = await openRawSocket(gateway.url.replace('http', 'ws'));
  socket.send({ type: 'connection_init', payload: { authorization } });
  const { code, reason } = await socket.closed();
  assert.deepEqual([code, reason], [4401, 'This client may not call from this address.']);
});

test('pages of an origin that a rule lists may call without cookies, and as its client alone', async () => {
  const preflight = await fetch(gateway.url, {
    method: 'OPTIONS',
    headers: { origin: pageOrigin, 'access-control-request-method': 'POST' },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), pageOrigin);
  assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
  const { status, headers } = await ask('api-page', { origin: pageOrigin });
  assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, pageOrigin]);
  const foreign = await ask('api-page', { origin: 'https://evil.example' });
  assert.deepEqual([foreign.status, foreign.code], [403, 'ORIGIN_NOT_ALLOWED']);
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
  assert.equal((await ask('api-page')).status, 200);
});

test('a client of trusted documents gets no others, by text or by a hash that somebody else has made known', async () => {
  assert.equal((await ask('api-trusted')).status, 200);
  const other = '{ hello me { id } }';
  const refused = await ask('api-trusted', {}, other);
  assert.deepEqual([refused.status, refused.code], [403, 'DOCUMENT_NOT_TRUSTED']);
  const sha256Hash = createHash('sha256').update(other).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const post = async (clientId: string, body: object) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { authorization: await tokenOf(clientId), 'content-type': 'application/json' },
      body: JSON.stringify({ extensions, ...body }),
    });
  assert.equal((await post('api-near', { query: other })).status, 200);
  assert.equal((await post('api-near', {})).status, 200);
  const byHash = await post('api-trusted', {});
  assert.equal(byHash.status, 403);
  assert.match(await byHash.text(), /DOCUMENT_NOT_TRUSTED/);
});

test('a newer file counts while the gateway runs, and a wrong one is told of and changes nothing', async () => {
  await writeFile(
    file,
    JSON.stringify({ rules: [...rules, { clients: ['api-late'], deny: ['127.0.0.1'] }] }),
  );
  await waitFor('the new rule', async () => (await ask('api-late')).status === 403);
  await writeFile(file, '{ "rules": [{ "deny": ["nowhere"] }] }');
  await waitFor('the warning', () =>
    gateway.logLines.some((line) => line.includes('could not load the rules of clients again')),
  );
  assert.equal((await ask('api-late')).status, 403);
});

test('a first file that is wrong stops the start', async () => {
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, '{ "rules": [{ "clients": ["api-shop"] }] }');
  await assert.rejects(startTestGateway({ CLIENTS_FILE: wrong }), /must say something/);
  await assert.rejects(startTestGateway({ CLIENTS_FILE: join(folder, 'none.json') }), /CLIENTS_FILE/);
});
