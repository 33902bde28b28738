import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { identityProvider, services } from '../deploy/system/services.ts';

/** Starts a service that cannot start, and gives what it logged. */
async function startInVain(main: string, environment: Readonly<Record<string, string>>) {
  const file = fileURLToPath(new URL(`../${main}`, import.meta.url));
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, ...compiledCodeEnvironment(), ...environment },
    timeout: 60_000,
  });
  const [written, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  const lines = written.trim().split('\n');
  return { code, entries: lines.map((line): { reason?: string; msg: string } => JSON.parse(line)) };
}

for (const { program: main } of [identityProvider, ...services]) {
  test(`${main} lists a wrong LOG_LEVEL among all problems of its configuration`, async () => {
    const { code, entries } = await startInVain(main, { LOG_LEVEL: 'bogus', NODE_ENV: 'prod' });
    assert.equal(code, 1);
    assert.equal(entries.length, 1);
    assert.equal(entries[0]?.msg, 'could not start');
    assert.match(entries[0]?.reason ?? '', /- LOG_LEVEL: must be one of fatal, error, .*silent/);
    assert.match(entries[0]?.reason ?? '', /- NODE_ENV: must be development, test or production/);
  });
}

test('billing does not start in production without a seller, nor anywhere with a wrong one', async () => {
  const main = 'subgraphs/billing/main.ts';
  const environment = {
    DATABASE_URL: `postgres://billing:${randomUUID()}@127.0.0.1:1/facturation`,
    OIDC_ISSUER: 'https://id.example',
    OIDC_AUDIENCE: 'api',
    FACTURATION_BILLING_SECRET: randomUUID(),
  };
  const without = await startInVain(main, { ...environment, NODE_ENV: 'production' });
  assert.equal(without.code, 1);
  assert.match(without.entries[0]?.reason ?? '', /- SELLER_FILE: is missing: in production/);
  const wrong = await startInVain(main, { ...environment, SELLER_FILE: 'package.json' });
  assert.equal(wrong.code, 1);
  assert.match(wrong.entries[0]?.reason ?? '', /- SELLER_FILE: package\.json: \/address /);
});
