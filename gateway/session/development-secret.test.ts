import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadDevelopmentSecret } from './development-secret.ts';

test('a development secret is made once, also by two processes at once, for its owner alone', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'secret-'));
  context.after(() => rm(folder, { recursive: true }));
  const data = join(folder, 'data');
  const [one, two] = await Promise.all([loadDevelopmentSecret(data), loadDevelopmentSecret(data)]);
  assert.equal(one, two);
  assert.equal(one.length, 64);
  assert.equal((await stat(join(data, 'session-secret'))).mode & 0o777, 0o600);
});
