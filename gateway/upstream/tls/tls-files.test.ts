import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestAuthority } from '#platform/testing/test-certificates.ts';
import { createTlsFolder } from '#platform/testing/tls-folder.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { TlsFiles } from './subgraph-tls.ts';
import { toTlsSchema } from './tls-configuration.ts';

const authority = createTestAuthority('Authority');
const dayMs = 86_400_000;

async function open(t: TestContext, environment: Environment) {
  const logLines: string[] = [];
  const destination = { write: (line: string) => void logLines.push(line) };
  const { subgraphTls } = parseConfiguration(toTlsSchema(environment), environment);
  const tls = await TlsFiles.open({
    configuration: subgraphTls,
    toVariableName: (name) => name.toUpperCase(),
    log: createLog({ name: 'test', destination }),
    refreshMs: 10,
  });
  t.after(() => tls.close());
  return { tls, logLines };
}

async function problemsOf(t: TestContext, environment: Environment): Promise<readonly string[]> {
  const error = await open(t, environment).catch((thrown: unknown) => thrown);
  return (error as { problems?: readonly string[] }).problems ?? [];
}

test('a subgraph has its own settings, and those of all where it has none', async (t) => {
  const folder = await createTlsFolder(t);
  const { cert, key } = authority.issue(['gateway']);
  const { tls } = await open(t, {
    SUBGRAPH_CA_FILE: await folder.write('ca.pem', authority.cert),
    SUBGRAPH_HTTP2: 'true',
    SUBGRAPH_HTTP2_OLD: 'false',
    SUBGRAPH_SERVER_NAME_STOCK: 'stock.internal',
    SUBGRAPH_CERTIFICATE_FILE_STOCK: await folder.write('stock.pem', cert),
    SUBGRAPH_KEY_FILE_STOCK: await folder.write('stock.key', key),
  });
  const [stock, old, other, another] = ['stock', 'old', 'other', 'another'].map((name) => tls.find(name));
  assert.deepEqual([stock?.isHttp2, stock?.serverName], [true, 'stock.internal']);
  assert.deepEqual([old?.isHttp2, old?.serverName], [false, undefined]);
  assert.ok(stock?.context && old?.context && other?.context);
  assert.equal(other, another);
  assert.notEqual(other, stock);
});

test('without files nothing is set', async (t) => {
  const { tls } = await open(t, {});
  assert.deepEqual(tls.find('any'), { context: undefined, serverName: undefined, isHttp2: false, group: '' });
});

test('each mistake is named with its variable and file, and no key is shown', async (t) => {
  const folder = await createTlsFolder(t);
  const { cert, key } = authority.issue(['gateway']);
  const other = authority.issue(['gateway']);
  const now = Date.now();
  const old = authority.issue(['gateway'], { from: new Date(now - 2 * dayMs), to: new Date(now - dayMs) });
  const early = authority.issue(['gateway'], { from: new Date(now + dayMs), to: new Date(now + 2 * dayMs) });
  const weak = authority.issue(['gateway'], { curve: 'prime192v1' });
  const paths = {
    weak: await folder.write('weak.pem', weak.cert),
    weakKey: await folder.write('weak.key', weak.key),
    cert: await folder.write('gateway.pem', cert),
    key: await folder.write('gateway.key', key),
    otherKey: await folder.write('other.key', other.key),
    old: await folder.write('old.pem', old.cert),
    oldKey: await folder.write('old.key', old.key),
    early: await folder.write('early.pem', early.cert),
    earlyKey: await folder.write('early.key', early.key),
    nonsense: await folder.write('nonsense.pem', 'nonsense'),
    broken: await folder.write('broken.pem', cert.replace(/[A-Z]{3}/, 'xyz!')),
    long: await folder.write('long.pem', cert.repeat(3_000)),
  };
  const missing = join(dirname(paths.cert), 'missing.pem');
  const cases: readonly (readonly [Environment, readonly RegExp[]])[] = [
    [{ SUBGRAPH_CA_FILE: missing }, [/^SUBGRAPH_CA_FILE: .*missing\.pem cannot be read: ENOENT$/]],
    [
      { SUBGRAPH_CA_FILE: paths.nonsense },
      [/^SUBGRAPH_CA_FILE: .*nonsense\.pem must hold certificates as PEM/],
    ],
    [{ SUBGRAPH_CA_FILE: paths.broken }, [/^SUBGRAPH_CA_FILE: .*broken\.pem must hold certificates as PEM/]],
    [{ SUBGRAPH_CA_FILE: paths.long }, [/^SUBGRAPH_CA_FILE: .*long\.pem is longer than 1048576 bytes$/]],
    [
      { SUBGRAPH_CERTIFICATE_FILE_STOCK: paths.cert },
      [/^SUBGRAPH_CERTIFICATE_FILE_STOCK needs the key .* in SUBGRAPH_KEY_FILE_STOCK$/],
    ],
    [
      { SUBGRAPH_KEY_FILE: paths.key },
      [/^SUBGRAPH_KEY_FILE needs the certificate .* in SUBGRAPH_CERTIFICATE_FILE$/],
    ],
    [
      { SUBGRAPH_CERTIFICATE_FILE: paths.cert, SUBGRAPH_KEY_FILE: paths.otherKey },
      [/^SUBGRAPH_KEY_FILE: .*other\.key must hold the key of the first certificate in .*gateway\.pem$/],
    ],
    [
      { SUBGRAPH_CERTIFICATE_FILE: paths.cert, SUBGRAPH_KEY_FILE: paths.cert },
      [/^SUBGRAPH_KEY_FILE: .*gateway\.pem must hold a private key as PEM, without a passphrase$/],
    ],
    [
      { SUBGRAPH_CERTIFICATE_FILE: paths.old, SUBGRAPH_KEY_FILE: paths.oldKey },
      [/^SUBGRAPH_CERTIFICATE_FILE: .*old\.pem: the certificate has expired on \d{4}-\d\d-\d\d; a newer one/],
    ],
    [
      { SUBGRAPH_CERTIFICATE_FILE: paths.early, SUBGRAPH_KEY_FILE: paths.earlyKey },
      [/^SUBGRAPH_CERTIFICATE_FILE: .*early\.pem: the certificate is not valid before \d{4}-\d\d-\d\d$/],
    ],
    [
      { SUBGRAPH_CERTIFICATE_FILE: paths.weak, SUBGRAPH_KEY_FILE: paths.weakKey },
      [/^SUBGRAPH_CERTIFICATE_FILE: .*weak\.pem cannot be used for TLS: ERR_SSL_EE_KEY_TOO_SMALL$/],
    ],
    [
      { SUBGRAPH_CA_FILE: missing, SUBGRAPH_CA_FILE_STOCK: paths.nonsense, SUBGRAPH_HTTP2_OLD: 'true' },
      [/^SUBGRAPH_CA_FILE: /, /^SUBGRAPH_CA_FILE_STOCK: /],
    ],
    [{ SUBGRAPH_HTTP2_STOCK: 'yes' }, [/^SUBGRAPH_HTTP2_STOCK: must be true or false$/]],
    [{ SUBGRAPH_SERVER_NAME: 'https://x' }, [/^SUBGRAPH_SERVER_NAME: must be the name of a host$/]],
  ];
  for (const [environment, patterns] of cases) {
    const problems = await problemsOf(t, environment);
    assert.equal(problems.length, patterns.length, problems.join('\n'));
    for (const [index, pattern] of patterns.entries()) assert.match(problems[index] ?? '', pattern);
    assert.ok(!problems.join().includes('PRIVATE'));
  }
});

test('changed files that cannot be used leave the earlier ones in use, with one entry in the log', async (t) => {
  const folder = await createTlsFolder(t);
  const first = authority.issue(['gateway']);
  const second = authority.issue(['gateway']);
  const { tls, logLines } = await open(t, {
    SUBGRAPH_CERTIFICATE_FILE: await folder.write('gateway.pem', first.cert),
    SUBGRAPH_KEY_FILE: await folder.write('gateway.key', first.key),
  });
  const before = tls.find('any');
  const path = await folder.write('gateway.pem', second.cert);
  await waitFor('the problem', () => logLines.length > 0);
  await rm(path);
  await waitFor('the next problem', () => logLines.length > 1);
  assert.equal(tls.find('any'), before);
  assert.match(logLines[0] ?? '', /"level":"error".*must hold the key of the first certificate/);
  assert.match(logLines[1] ?? '', /"level":"error".*cannot be read: ENOENT/);
  const weak = authority.issue(['gateway'], { curve: 'prime192v1' });
  await folder.write('gateway.key', weak.key);
  await folder.write('gateway.pem', weak.cert);
  await waitFor('the problem of OpenSSL', () => (logLines.at(-1) ?? '').includes('cannot be used for TLS'));
  await folder.write('gateway.key', second.key);
  await folder.write('gateway.pem', second.cert);
  await waitFor('the new certificate', () => tls.find('any') !== before);
  await waitFor('the last entry', () => (logLines.at(-1) ?? '').includes('new connections have'));
  assert.ok(logLines.length <= 6, logLines.join(''));
});
