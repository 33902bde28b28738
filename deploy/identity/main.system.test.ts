import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function launch(environment: Record<string, string>) {
  return spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...compiledCodeEnvironment(), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
}

test('serves the committed realm and ends at once when told to', async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'facturation-main-'));
  t.after(() => rm(dataFolder, { recursive: true, force: true }));
  const port = await findFreePort();
  const child = launch({ OIDC_PORT: String(port), DATA_DIR: dataFolder });
  t.after(() => child.kill('SIGKILL'));
  await waitFor('the provider', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return response?.ok;
  });
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});

test('does not start in production with the development credentials', async () => {
  const child = launch({ OIDC_PORT: '0', NODE_ENV: 'production' });
  const [log, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.equal(code, 1);
  assert.match(log, /user admin has a published password/);
  assert.match(log, /client facturation-service has a published secret/);
  assert.match(log, /client facturation-billing has a published secret/);
  assert.doesNotMatch(log, /Facturation-2026|facturation-(service|billing)-development/);
});
