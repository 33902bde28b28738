import assert from 'node:assert/strict';
import { type RequestOptions, request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import { Agent, request as send } from 'undici';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestAuthority, type TestCertificate } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openServiceTls } from './service-tls.ts';

const servers = createTestAuthority('Authority of servers');
const clients = createTestAuthority('Authority of clients');
const own = servers.issue(['localhost', '127.0.0.1']);
const gateway = clients.issue(['gateway']);
const dayMs = 86_400_000;

/** Opens the TLS of a service by its variables, for as long as the test runs. */
async function open(t: TestContext, environment: Environment) {
  const logLines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void logLines.push(line) } });
  const closes: (() => unknown)[] = [];
  const owner = { own: (_label: string, close: () => unknown) => void closes.push(close) };
  t.after(async () => {
    for (const close of closes) await close();
  });
  return { ...(await openServiceTls(environment, { log, owner, refreshMs: 20 })), log, logLines };
}

interface Setting {
  readonly variables?: Environment;
  readonly clientNames?: string;
  readonly revoked?: readonly TestCertificate[];
}

/** Starts a server that asks clients for a certificate, as a subgraph does. */
async function startServer(
  t: TestContext,
  { variables = {}, clientNames = 'gateway', revoked }: Setting = {},
) {
  const folder = await createTlsFolder(t);
  const tls = await open(t, {
    TLS_CERTIFICATE_FILE: await folder.write('own.pem', own.cert),
    TLS_KEY_FILE: await folder.write('own.key', own.key),
    TLS_CLIENT_CA_FILE: await folder.write('clients.pem', clients.cert),
    TLS_CLIENT_NAMES: clientNames,
    ...(revoked && { TLS_CRL_FILE: await folder.write('revoked.pem', clients.listRevoked(revoked)) }),
    ...variables,
  });
  const server = await createHttpServer({ log: tls.log, tls: tls.server });
  server.get('/echo', async () => 'here');
  t.after(() => server.close());
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  return { ...tls, folder, address, port: Number(new URL(address).port) };
}

/** Asks a server, over a connection of its own, and gives the status or the code of the error. */
function ask(address: string, options: RequestOptions & ConnectionOptions = {}): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request(`${address}/echo`, { agent: false, ca: servers.cert, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    sent.end();
  });
}

test('a server answers clients with a certificate of its authorities and one of its names, over TLS 1.3', async (t) => {
  const { address, port } = await startServer(t);
  assert.match(address, /^https:/);
  assert.equal(await ask(address, gateway), 200);
  const socket = connect({ port, host: '127.0.0.1', ca: servers.cert, ...gateway });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  assert.equal(socket.getProtocol(), 'TLSv1.3');
  socket.destroy();
});

test('any certificate of the authorities will do where no names are wanted', async (t) => {
  const { address } = await startServer(t, { clientNames: '' });
  assert.equal(await ask(address, clients.issue(['anybody'])), 200);
  assert.notEqual(await ask(address), 200);
});

test('a URI is a name too, as services of SPIFFE have', async (t) => {
  const id = 'spiffe://facturation.example/gateway';
  const { address } = await startServer(t, { clientNames: `other, ${id}` });
  assert.equal(await ask(address, clients.issue([id])), 200);
  assert.notEqual(await ask(address, clients.issue([`${id}/more`])), 200);
  const trick = clients.issue([`spiffe://x/, URI:${id}, spiffe://y`]);
  assert.notEqual(await ask(address, trick), 200);
});

test('a client is refused without a certificate, with one of a stranger, of another name, expired, early or revoked', async (t) => {
  const revoked = clients.issue(['gateway']);
  const { address, logLines } = await startServer(t, { revoked: [revoked] });
  assert.equal(await ask(address, gateway), 200);
  const now = Date.now();
  const refused: Readonly<Record<string, Partial<TestCertificate>>> = {
    none: {},
    'of a stranger': createTestAuthority('Stranger').issue(['gateway']),
    'of the authority of servers': servers.issue(['gateway']),
    'of another name': clients.issue(['customer']),
    'with a wildcard': clients.issue(['*', '*.internal']),
    expired: clients.issue(['gateway'], { from: new Date(now - 2 * dayMs), to: new Date(now - dayMs) }),
    early: clients.issue(['gateway'], { from: new Date(now + dayMs), to: new Date(now + 2 * dayMs) }),
    revoked,
  };
  for (const [what, certificate] of Object.entries(refused))
    assert.equal(typeof (await ask(address, certificate)), 'string', what);
  await waitFor('the log', () => logLines.some((line) => line.includes('refused connections over TLS')));
});

test('plain text is not answered, and neither is TLS 1.2 unless it is allowed', async (t) => {
  const { address, port } = await startServer(t);
  const socket = connectPlain(port, '127.0.0.1', () => socket.write('GET /echo HTTP/1.1\r\nhost: x\r\n\r\n'));
  let answered = '';
  socket.on('data', (data: Buffer) => {
    answered += data.toString('latin1');
  });
  await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  assert.ok(!answered.includes('HTTP/'), answered);
  assert.equal(typeof (await ask(address, { ...gateway, maxVersion: 'TLSv1.2' })), 'string');
  const older = await startServer(t, { variables: { TLS_MIN_VERSION: '1.2' } });
  assert.equal(await ask(older.address, { ...gateway, maxVersion: 'TLSv1.2' }), 200);
});

test('a client takes a server of its authorities with the right name alone, and not a revoked one', async (t) => {
  const { address, port } = await startServer(t);
  const folder = await createTlsFolder(t);
  const openClient = async (variables: Environment = {}) => {
    const { client } = await open(t, {
      TLS_CERTIFICATE_FILE: await folder.write('gateway.pem', gateway.cert),
      TLS_KEY_FILE: await folder.write('gateway.key', gateway.key),
      TLS_CA_FILE: await folder.write('servers.pem', servers.cert),
      ...variables,
    });
    return (url: string) =>
      client.fetch(`${url}/echo`).then(
        (response) => response.text(),
        (error: Error) => (error.cause as NodeJS.ErrnoException).code,
      );
  };
  const fetchAs = await openClient();
  assert.equal(await fetchAs(address), 'here');
  assert.equal(await fetchAs(`https://localhost:${port}`), 'here');
  const stranger = await openClient({ TLS_CA_FILE: await folder.write('clients.pem', clients.cert) });
  assert.match((await stranger(address)) ?? '', /UNABLE_TO_(VERIFY|GET)|SELF_SIGNED/);
  const careful = await openClient({
    TLS_CRL_FILE: await folder.write('none.pem', servers.listRevoked([])),
  });
  assert.equal(await careful(address), 'here');
  const warned = await openClient({
    TLS_CRL_FILE: await folder.write('own.pem', servers.listRevoked([own])),
  });
  assert.equal(await warned(address), 'CERT_REVOKED');
});

test('a server with another name than that of its address is not taken', async (t) => {
  const folder = await createTlsFolder(t);
  const other = servers.issue(['elsewhere.internal']);
  const { address } = await startServer(t, {
    variables: {
      TLS_CERTIFICATE_FILE: await folder.write('other.pem', other.cert),
      TLS_KEY_FILE: await folder.write('other.key', other.key),
    },
  });
  assert.equal(await ask(address, gateway), 'ERR_TLS_CERT_ALTNAME_INVALID');
});

test('renewed certificates count for new connections, and end no request or connection', async (t) => {
  const { address, folder, logLines } = await startServer(t);
  const agent = new Agent({ connections: 1, connect: { ca: servers.cert, ...gateway } });
  t.after(() => agent.destroy());
  const askHeld = async () => {
    const { statusCode, body } = await send(`${address}/echo`, { dispatcher: agent });
    await body.dump();
    return statusCode;
  };
  assert.equal(await askHeld(), 200);
  const others = createTestAuthority('Others');
  const renewed = others.issue(['localhost', '127.0.0.1']);
  await folder.write('own.pem', renewed.cert);
  await waitFor('the halfway state', () => logLines.some((line) => line.includes('the earlier ones stay')));
  assert.equal(await ask(address, gateway), 200);
  await folder.write('own.key', renewed.key);
  await waitFor(
    'the renewed certificate',
    async () => (await ask(address, { ...gateway, ca: others.cert })) === 200,
  );
  assert.equal(typeof (await ask(address, gateway)), 'string');
  assert.equal(await askHeld(), 200);
});

test('a certificate that is revoked later is refused from then on, also where a session would be resumed', async (t) => {
  const { address, port, folder } = await startServer(t, { revoked: [] });
  const settings = { port, host: '127.0.0.1', ca: servers.cert, ...gateway };
  const first = connect(settings);
  const session = await new Promise<Buffer>((resolve) => first.once('session', resolve));
  first.destroy();
  assert.equal(await ask(address, { ...gateway, session }), 200);
  await folder.write('revoked.pem', clients.listRevoked([gateway]));
  await waitFor('the refusal', async () => (await ask(address, gateway)) !== 200);
  assert.equal(typeof (await ask(address, { ...gateway, session })), 'string');
});

test('a server closes while connections have sent nothing', async (t) => {
  const folder = await createTlsFolder(t);
  const { server: tls, log } = await open(t, {
    TLS_CERTIFICATE_FILE: await folder.write('own.pem', own.cert),
    TLS_KEY_FILE: await folder.write('own.key', own.key),
  });
  const server = await createHttpServer({ log, tls });
  const { port } = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const silent = connect({ port: Number(port), host: '127.0.0.1', ca: servers.cert });
  await new Promise((resolve) => silent.once('secureConnect', resolve));
  silent.on('error', () => {});
  const ended = new Promise((resolve) => silent.once('close', resolve));
  await server.close();
  await ended;
});

test('what is wrong with the variables is told at once', async (t) => {
  const cases: readonly (readonly [Environment, readonly RegExp[]])[] = [
    [{ TLS_CERTIFICATE_FILE: 'a' }, [/^TLS_KEY_FILE is missing/]],
    [{ TLS_KEY_FILE: 'a' }, [/^TLS_CERTIFICATE_FILE is missing/]],
    [{ TLS_CLIENT_CA_FILE: 'a', TLS_MIN_VERSION: '1.1' }, [/^TLS_MIN_VERSION: must be 1\.2 or 1\.3/]],
    [{ TLS_CLIENT_NAMES: 'gateway' }, [/^TLS_CLIENT_CA_FILE is missing/]],
    [
      { TLS_CLIENT_NAMES: 'a b' },
      [/^TLS_CLIENT_NAMES: must be DNS names or URIs/, /^TLS_CLIENT_CA_FILE is missing/],
    ],
    [{ TLS_CRL_FILE: 'a' }, [/^TLS_CA_FILE is missing/]],
    [
      { TLS_CERTIFICATE_FILE: '/missing.pem', TLS_KEY_FILE: '/missing.key' },
      [/^TLS_CERTIFICATE_FILE: .*ENOENT/, /^TLS_KEY_FILE: .*ENOENT/],
    ],
  ];
  for (const [environment, patterns] of cases) {
    const error = await open(t, environment).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ConfigurationError);
    assert.equal(error.problems.length, patterns.length, error.message);
    for (const [index, pattern] of patterns.entries()) assert.match(error.problems[index] ?? '', pattern);
  }
});
