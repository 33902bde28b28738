import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestAuthority, type TestCertificate } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestGuards } from '../../testing/test-guards.ts';
import { createSubgraphConnections } from '../subgraph-connections.ts';
import type { SubgraphRoutes } from '../subgraph-routes.ts';
import { answerOne, type Behave, startSecureSubgraph } from '../testing/secure-subgraph.ts';
import { createUndiciTransport } from '../undici-transport.ts';
import { TlsFiles } from './subgraph-tls.ts';
import { toTlsSchema } from './tls-configuration.ts';

const authority = createTestAuthority('Authority of subgraphs');
const clientAuthority = createTestAuthority('Authority of gateways');
const identity = authority.issue(['127.0.0.1']);
const client = clientAuthority.issue(['gateway-1']);

interface Setting {
  readonly ca?: string;
  readonly client?: TestCertificate;
  readonly http2?: boolean;
  readonly serverName?: string;
  readonly responseTimeoutMs?: number;
}

interface Asked {
  readonly data?: unknown;
  readonly code?: string;
  readonly message?: string;
}

/** A transport whose settings come from variables and files. */
async function openTransport(t: TestContext, setting: Setting) {
  const folder = await createTlsFolder(t);
  const writeClient = async ({ cert, key }: TestCertificate) => ({
    SUBGRAPH_CERTIFICATE_FILE: await folder.write('client.pem', cert),
    SUBGRAPH_KEY_FILE: await folder.write('client.key', key),
  });
  const environment = {
    SUBGRAPH_CA_FILE: setting.ca === '' ? '' : await folder.write('ca.pem', setting.ca ?? authority.cert),
    ...(setting.client && (await writeClient(setting.client))),
    SUBGRAPH_HTTP2: String(setting.http2 ?? false),
    ...(setting.serverName && { SUBGRAPH_SERVER_NAME: setting.serverName }),
  };
  const { subgraphTls } = parseConfiguration(toTlsSchema(environment), environment);
  const log = createLog({ name: 'test', level: 'silent' });
  const tls = await TlsFiles.open({
    configuration: subgraphTls,
    toVariableName: (name) => name,
    log,
    refreshMs: 20,
  });
  const limits = { connectTimeoutMs: 5_000, maxResponseBytes: 10_000, connectionsPerOrigin: 10 };
  const connections = createSubgraphConnections(limits, tls);
  t.after(async () => {
    await tls.close();
    await connections.close();
  });
  const findGuard = createTestGuards({ responseTimeoutMs: setting.responseTimeoutMs ?? 10_000 });
  return {
    writeClient,
    tls,
    async ask(
      url: string,
      { query = '{ x }', ip, signal }: { query?: string; ip?: string; signal?: AbortSignal } = {},
    ): Promise<Asked> {
      const routes: SubgraphRoutes = {
        find: (_subgraph, _use, tried) => (tried.length === 0 ? { url, ip, end() {} } : undefined),
      };
      const transport = createUndiciTransport({ connections, routes, findGuard });
      try {
        const call = { headers: {}, signal: signal ?? new AbortController().signal };
        const { data } = await transport.send({ subgraph: 'a', query }, call);
        return { data };
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        return { code: code ?? String(error), message };
      }
    },
  };
}

const one = { data: { x: 1 } };

for (const http2 of [false, true]) {
  const version = http2 ? '2.0' : '1.1';

  test(`a subgraph that asks for a certificate sees that of the gateway, over HTTP/${version}`, async (t) => {
    const subgraph = await startSecureSubgraph(t, { identity, clientAuthority });
    const { ask } = await openTransport(t, { client, http2 });
    assert.deepEqual(await ask(subgraph.url), one);
    assert.deepEqual(subgraph.seen, [{ version, client: 'gateway-1' }]);
  });

  test(`a gateway without a certificate, or with one of a stranger, is refused, over HTTP/${version}`, async (t) => {
    const subgraph = await startSecureSubgraph(t, { identity, clientAuthority });
    const stranger = createTestAuthority('Stranger').issue(['gateway-1']);
    for (const setting of [{ http2 }, { http2, client: stranger }]) {
      const { ask } = await openTransport(t, setting);
      assert.equal((await ask(subgraph.url)).code, 'SUBGRAPH_UNAVAILABLE');
    }
    assert.deepEqual(subgraph.seen, []);
  });

  test(`a subgraph of an unknown authority is sent nothing, over HTTP/${version}`, async (t) => {
    const subgraph = await startSecureSubgraph(t, { identity });
    for (const ca of ['', createTestAuthority('Stranger').cert]) {
      const { ask } = await openTransport(t, { ca, http2 });
      const { code, message } = await ask(subgraph.url, { query: 'mutation { x }' });
      assert.equal(code, 'SUBGRAPH_UNAVAILABLE');
      assert.match(message ?? '', /unable to (verify|get local issuer|get issuer)|self-signed/);
    }
    assert.deepEqual(subgraph.seen, []);
  });

  test(`a certificate must have the name of the host, or the one that is configured, over HTTP/${version}`, async (t) => {
    const subgraph = await startSecureSubgraph(t, { identity: authority.issue(['stock.internal']) });
    const strict = await openTransport(t, { http2 });
    assert.match((await strict.ask(subgraph.url)).message ?? '', /does not match certificate/);
    const lookedUp = { url: `https://stock.internal:${subgraph.port}/graphql`, ip: '127.0.0.1' };
    assert.deepEqual(await strict.ask(lookedUp.url, lookedUp), one);
    const named = await openTransport(t, { http2, serverName: 'stock.internal' });
    assert.deepEqual(await named.ask(subgraph.url), one);
    const otherwise = await openTransport(t, { http2, serverName: 'other.internal' });
    assert.match((await otherwise.ask(lookedUp.url, lookedUp)).message ?? '', /does not match certificate/);
  });

  test(`a renewed certificate counts for new connections, and ends no request, over HTTP/${version}`, async (t) => {
    const held = Promise.withResolvers<void>();
    let isFirst = true;
    const behave: Behave = async (request, response) => {
      const waits = isFirst;
      isFirst = false;
      if (waits) await held.promise;
      answerOne(request, response);
    };
    const subgraph = await startSecureSubgraph(t, { identity, clientAuthority, behave });
    const { ask, tls, writeClient } = await openTransport(t, { client, http2 });
    const first = ask(subgraph.url);
    await waitFor('the first request', () => subgraph.seen.length === 1);
    const before = tls.find('a');
    await writeClient(clientAuthority.issue(['gateway-2']));
    await waitFor('the new certificate', () => tls.find('a') !== before);
    assert.deepEqual(await ask(subgraph.url), one);
    held.resolve();
    assert.deepEqual(await first, one);
    assert.deepEqual(
      subgraph.seen.map((request) => request.client),
      ['gateway-1', 'gateway-2'],
    );
  });
}

test('many requests at the same time take one connection with HTTP/2', async (t) => {
  const subgraph = await startSecureSubgraph(t, { identity });
  const { ask } = await openTransport(t, { http2: true });
  const answers = await Promise.all(Array.from({ length: 80 }, () => ask(subgraph.url)));
  assert.ok(answers.every(({ data }) => data !== undefined));
  assert.deepEqual([subgraph.sessions.length, subgraph.seen.length], [1, 80]);
});

test('a subgraph without HTTP/2 is asked over HTTP/1.1, and so is one for which it is not configured', async (t) => {
  const old = await startSecureSubgraph(t, { identity, hasHttp2: false });
  const both = await startSecureSubgraph(t, { identity });
  const [modern, plain] = await Promise.all([openTransport(t, { http2: true }), openTransport(t, {})]);
  assert.deepEqual(await modern.ask(old.url), one);
  assert.deepEqual(await plain.ask(both.url), one);
  assert.deepEqual([old.seen[0]?.version, both.seen[0]?.version], ['1.1', '1.1']);
});

test('whoever leaves, waits too long or gets too much ends its own stream of HTTP/2 alone', async (t) => {
  const held = Promise.withResolvers<void>();
  let kind = 'held';
  const behave: Behave = async (request, response) => {
    const own = kind;
    if (own === 'silent') return;
    if (own === 'held') await held.promise;
    if (own !== 'long') return answerOne(request, response);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('x'.repeat(20_000));
  };
  const subgraph = await startSecureSubgraph(t, { identity, behave });
  const { ask } = await openTransport(t, { http2: true, responseTimeoutMs: 5_000 });
  const staying = ask(subgraph.url);
  await waitFor('the first request', () => subgraph.seen.length === 1);
  kind = 'silent';
  const leaving = new AbortController();
  const left = ask(subgraph.url, { signal: leaving.signal });
  await waitFor('the second request', () => subgraph.seen.length === 2);
  leaving.abort();
  assert.equal((await left).data, undefined);
  kind = 'long';
  assert.equal((await ask(subgraph.url)).code, 'SUBGRAPH_RESPONSE_INVALID');
  held.resolve();
  assert.deepEqual(await staying, one);
  kind = 'silent';
  const late = ask(subgraph.url);
  await waitFor('the fourth request', () => subgraph.seen.length === 4);
  kind = 'usual';
  assert.deepEqual(await ask(subgraph.url), one);
  assert.equal((await late).code, 'SUBGRAPH_TIMEOUT');
  assert.deepEqual(await ask(subgraph.url), one);
  assert.equal(subgraph.sessions.length, 1);
});

test('a session that is shut down in order (GOAWAY) answers what it has, and the next request has another one', async (t) => {
  const behave: Behave = (request, response) => {
    if (subgraph.seen.length === 1) subgraph.sessions[0]?.close();
    answerOne(request, response);
  };
  const subgraph = await startSecureSubgraph(t, { identity, behave });
  const { ask } = await openTransport(t, { http2: true });
  assert.deepEqual(await ask(subgraph.url, { query: 'mutation { x }' }), one);
  assert.deepEqual(await ask(subgraph.url, { query: 'mutation { x }' }), one);
  assert.deepEqual([subgraph.sessions.length, subgraph.seen.length], [2, 2]);
});

for (const [what, breakOff] of [
  ['session breaks', (session) => session?.destroy()],
  ['stream is reset', (_session, response) => response.stream.close(2)],
] as const satisfies readonly [
  string,
  (
    session: Awaited<ReturnType<typeof startSecureSubgraph>>['sessions'][number] | undefined,
    response: Parameters<Behave>[1],
  ) => unknown,
][]) {
  test(`a query whose ${what} is sent once more, and a mutation is not`, async (t) => {
    let isBreaking = true;
    const behave: Behave = (request, response) => {
      if (isBreaking) breakOff(subgraph.sessions.at(-1), response);
      else answerOne(request, response);
      isBreaking = false;
    };
    const subgraph = await startSecureSubgraph(t, { identity, behave });
    const { ask } = await openTransport(t, { http2: true });
    assert.deepEqual(await ask(subgraph.url), one);
    isBreaking = true;
    assert.equal((await ask(subgraph.url, { query: 'mutation { x }' })).code, 'SUBGRAPH_UNAVAILABLE');
    assert.equal(subgraph.seen.length, 3);
  });
}

test('a connection with HTTP/2 that is dead without a sign is given up after the first request that gets no answer', async (t) => {
  const subgraph = await startSecureSubgraph(t, { identity });
  const wire = await startWire(t, subgraph.port);
  const { ask } = await openTransport(t, { http2: true, responseTimeoutMs: 4_000 });
  const url = `https://127.0.0.1:${wire.port}/graphql`;
  assert.deepEqual(await ask(url), one);
  wire.cut();
  assert.equal((await ask(url)).code, 'SUBGRAPH_TIMEOUT');
  assert.deepEqual(await ask(url), one);
  assert.equal(wire.count, 2);
});

/** Carries bytes to a port until it is cut: then nothing comes through the connections that are open, and none of them ends. */
async function startWire(t: TestContext, target: number) {
  const pairs: { readonly near: Socket; readonly far: Socket }[] = [];
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far).pipe(near);
    pairs.push({ near, far });
  });
  t.after(() => {
    for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get count() {
      return pairs.length;
    },
    cut() {
      for (const { near, far } of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
  };
}
