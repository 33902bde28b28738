import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

test('a run whose logs hold what they must not fails, says so and ends what it started', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'end-run-'));
  t.after(() => rm(folder, { recursive: true }));
  const endRunUrl = pathToFileURL(join(import.meta.dirname, 'end-run.ts')).href;
  await writeFile(
    join(folder, 'setup.mjs'),
    `import { endRun } from ${JSON.stringify(endRunUrl)};
    export const globalTeardown = () => endRun([
      async () => { throw new Error('billing.log:7 holds an address'); },
      async () => { console.error('the database has ended'); },
    ]);`,
  );
  await writeFile(join(folder, 'fine.test.mjs'), `import { test } from 'node:test'; test('fine', () => {});`);
  const { NODE_TEST_CONTEXT: _ofThisRun, ...env } = process.env;
  const run = spawnSync(
    process.execPath,
    ['--test', `--test-global-setup=${join(folder, 'setup.mjs')}`, join(folder, 'fine.test.mjs')],
    { env, encoding: 'utf8', timeout: 60_000 },
  );
  assert.match(run.stderr, /billing\.log:7 holds an address\nthe database has ended/);
  assert.equal(run.status, 1);
});
