import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { compose } from './testing/compose.ts';
import { startLibrary } from './testing/library.ts';

function startProcess(
  env: NodeJS.ProcessEnv,
  parameters: readonly string[] = [],
): { child: ChildProcess; log: () => string } {
  const child = fork(join(import.meta.dirname, 'main.ts'), parameters, {
    env: { PATH: process.env.PATH, ...compiledCodeEnvironment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  return { child, log: () => log };
}

test('the process says when it is ready, answers, and ends cleanly when told to', async () => {
  const [library, issuer, port, folder] = await Promise.all([
    startLibrary(),
    createTestIssuer(),
    findFreePort(),
    mkdtemp(join(tmpdir(), 'gateway-')),
  ]);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(
    supergraphFile,
    compose([{ ...library.books, url: 'http://books.invalid/graphql' }, library.people]),
  );
  const { child, log } = startProcess({
    GATEWAY_PORT: String(port),
    SUPERGRAPH_FILE: supergraphFile,
    SUBGRAPH_URL_BOOKS: library.books.url,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: 'facturation-api',
    PLAYGROUND: 'false',
    DATA_DIR: folder,
  });
  try {
    const [message] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
    assert.deepEqual(message, { type: 'ready' });
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hello }' }),
    });
    assert.deepEqual(await answer.json(), { data: { hello: 'world' } });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
    assert.equal(code, 0, log());
  } finally {
    child.kill('SIGKILL');
    await Promise.all([library.close(), issuer.close(), rm(folder, { recursive: true })]);
  }
});

test('a configuration that is wrong ends the process with every problem in the log', async () => {
  const { child, log } = startProcess({ GATEWAY_PORT: 'x', CORS_ORIGINS: 'nonsense' });
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 1);
  assert.match(log(), /GATEWAY_PORT.*CORS_ORIGINS|CORS_ORIGINS.*GATEWAY_PORT/s);
});

test('a mistake in the variables of traces is told with those of options', async () => {
  const { child, log } = startProcess({ OTEL_TRACES_SAMPLER: 'some' }, ['--port', 'x']);
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 1);
  assert.match(log(), /^ {2}- --port: must .*\n {2}- OTEL_TRACES_SAMPLER: must be one of /m);
});

test('a production start refuses a provider without TLS', async () => {
  const { child, log } = startProcess({
    NODE_ENV: 'production',
    OIDC_ISSUER: 'http://id.example/realms/facturation',
    OIDC_AUDIENCE: 'facturation-api',
    PLAYGROUND: 'false',
  });
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 1);
  assert.match(
    log(),
    /OIDC_ISSUER: in production http:\/\/id\.example\/realms\/facturation must be reached by https/,
  );
});
