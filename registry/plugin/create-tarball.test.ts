import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createTarball } from './create-tarball.ts';

const run = promisify(execFile);

test('the archive holds the file as an executable, whatever its size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tarball-'));
  try {
    for (const size of [0, 1, 511, 512, 513, 100_000]) {
      const content = Buffer.alloc(size, 'x');
      const archive = join(folder, `${size}.tar.gz`);
      await writeFile(archive, await createTarball('dist/program', content));
      await run('tar', ['-xzf', archive, '-C', folder]);
      const program = join(folder, 'dist/program');
      assert.deepEqual(await readFile(program), content);
      assert.equal((await stat(program)).mode & 0o777, 0o755);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
