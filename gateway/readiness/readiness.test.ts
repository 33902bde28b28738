import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getGlobalDispatcher } from 'undici';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { toSubgraphParts } from './readiness-checks.ts';

interface Report {
  readonly status: number;
  readonly isReady: boolean;
  readonly isDegraded: boolean;
  readonly parts: Readonly<Record<string, 'ok' | 'down'>>;
}

async function start(t: TestContext, environment: Readonly<Record<string, string>> = {}) {
  const gateway = await startTestGateway(environment);
  t.after(() => gateway.close());
  return gateway;
}

async function readReport({ url }: TestGateway): Promise<Report> {
  const response = await fetch(new URL('/readyz', url));
  return { status: response.status, ...((await response.json()) as Omit<Report, 'status'>) };
}

/** Waits until parts are down: each outcome is believed for a while. */
function waitForDown(gateway: TestGateway, ...names: readonly string[]): Promise<Report> {
  return waitFor(`${names.join(' and ')} to be down`, async () => {
    const report = await readReport(gateway);
    return names.every((name) => report.parts[name] === 'down') && report;
  });
}

test('a gateway is ready when all of its parts work', async (t) => {
  assert.deepEqual(await readReport(await start(t)), {
    status: 200,
    isReady: true,
    isDegraded: false,
    parts: {
      'any subgraph': 'ok',
      'identity provider': 'ok',
      'subgraph books': 'ok',
      'subgraph people': 'ok',
      'token keys': 'ok',
    },
  });
});

test('one subgraph that is down and a provider that is away while its keys are known leave the gateway ready', async (t) => {
  const gateway = await start(t);
  await readReport(gateway);
  await gateway.library.people.close();
  gateway.issuer.setStatus(500);
  const report = await waitForDown(gateway, 'subgraph people', 'identity provider');
  assert.deepEqual([report.status, report.isReady, report.isDegraded], [200, true, true]);
  assert.deepEqual([report.parts['token keys'], report.parts['any subgraph']], ['ok', 'ok']);
  assert.equal((await fetch(new URL('/healthz', gateway.url))).status, 200);
});

test('a gateway without any subgraph is not ready', async (t) => {
  const gateway = await start(t);
  await Promise.all([gateway.library.people.close(), gateway.library.books.close()]);
  const report = await waitForDown(gateway, 'subgraph people', 'subgraph books');
  assert.deepEqual([report.status, report.parts['any subgraph']], [503, 'down']);
});

test('a gateway may demand all subgraphs or some, by name', async (t) => {
  for (const [required, status] of [
    ['all', 503],
    ['people', 503],
    ['books', 200],
    ['none', 200],
  ] as const) {
    const gateway = await start(t, { REQUIRED_SUBGRAPHS: required });
    await gateway.library.people.close();
    assert.equal((await waitForDown(gateway, 'subgraph people')).status, status, required);
  }
});

test('a gateway that demands a subgraph which the supergraph does not have is refused', async () => {
  await assert.rejects(startTestGateway({ REQUIRED_SUBGRAPHS: 'books,people,cars' }), {
    message: /REQUIRED_SUBGRAPHS: cars must be among books, people/,
  });
});

test('a gateway becomes ready for callers with a token when the keys arrive, and serves others before', async (t) => {
  const gateway = await start(t);
  gateway.issuer.setStatus(503);
  assert.deepEqual((await gateway.ask('{ hello }')).body.data, { hello: 'world' });
  const refused = await gateway.ask('{ hello }', { roles: ['USER'] });
  assert.equal(refused.status, 503);
  assert.equal(refused.body.errors?.[0]?.extensions['code'], 'PROVIDER_UNREACHABLE');
  assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  assert.equal((await waitForDown(gateway, 'token keys')).status, 503);
  gateway.issuer.setStatus(200);
  await waitFor('the gateway to be ready', async () => (await readReport(gateway)).isReady);
  assert.equal((await gateway.ask('{ hello }', { roles: ['USER'] })).status, 200);
});

test('a gateway without a provider cuts what has a rule, says so once, and answers the rest', async (t) => {
  const gateway = await start(t, { OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_INTERNAL_URL: '' });
  const { data, errors } = (await gateway.ask('{ hello me { id } rare { isbn } }')).body;
  assert.deepEqual(data, { hello: 'world', me: null, rare: null });
  assert.equal(errors?.[0]?.extensions['code'], 'UNAUTHORIZED_FIELD_OR_TYPE');
  const warnings = gateway.logLines.filter((line) => line.includes('no identity provider is configured'));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /"rules":[1-9]\d*,"at":\["\w+/);
});

for (const [what, isAlive, answer] of [
  ['answers 400 to all but queries, as stock servers do', true, respond(400, 200)],
  ['answers a page to whatever is asked', true, respond(200, 200)],
  ['takes POST only', true, respond(405, 200)],
  ['wants a token for its query', true, respond(404, 401)],
  ['says that it is not ready', false, respond(503, 200)],
  ['stands behind a proxy that does not reach it', false, respond(502, 502)],
] as const) {
  test(`a subgraph that ${what} is ${isAlive ? 'alive' : 'down'}`, async (t) => {
    assert.equal(await isStockAlive(await serve(t, answer)), isAlive);
  });
}

test('a subgraph with addresses of its own is asked there, and is alive if one of them answers', async (t) => {
  const [works, fails] = [await serve(t, respond(200, 200)), await serve(t, respond(503, 503))];
  assert.equal(await isStockAlive(fails, [fails, works]), true);
  assert.equal(await isStockAlive(works, [fails]), false);
  assert.equal(await isStockAlive(works, []), true);
});

async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** Checks a subgraph `stock` with this address in the supergraph, and these of its own. */
async function isStockAlive(url: string, own: readonly string[] = []): Promise<boolean> {
  const part = toSubgraphParts(new Map([['stock', url]]), 'all', {
    findUrls: () => own,
    findDispatcher: getGlobalDispatcher,
  })['subgraph stock'];
  assert.ok(typeof part === 'object' && part.isRequired);
  return part.check(AbortSignal.timeout(5_000)).then(
    () => true,
    () => false,
  );
}

/** A server of others, which answers GET and POST with these statuses. */
function respond(get: number, post: number): RequestListener {
  return (request, response) => {
    response.writeHead(request.method === 'GET' ? get : post, { 'content-type': 'text/html' });
    response.end('<p>hello</p>');
  };
}
