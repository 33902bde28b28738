import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

test('without a system it says how to start one, and without a name whom there is', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'launcher-token-'));
  t.after(() => rm(folder, { recursive: true }));
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'token.ts'), ...args], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder },
      encoding: 'utf8',
    });
  const alone = run('billing-manager');
  assert.deepEqual([alone.status, alone.stdout], [1, '']);
  assert.equal(alone.stderr, `No system runs in ${folder}. Start it with: npm start\n`);
  assert.match(run().stderr, /missing required argument 'user'/);
  assert.match(run('--help').stdout, /billing-manager/);
});
