import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { DocumentFolder } from './document-folder.ts';

let root: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'document-folder-'));
});
after(() => rm(root, { recursive: true }));

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The names of whole documents. */
async function listWhole(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /^[0-9a-f]{2}\/[0-9a-f]{64}$/.test(name));
}

test('bytes are kept by their hash, and replaced as a whole', async () => {
  const folder = join(root, 'kept');
  const files = await DocumentFolder.open(folder);
  const bytes = Buffer.from('a document');
  assert.equal(await files.read(hash(bytes)), undefined);
  await files.write(hash(bytes), bytes);
  assert.deepEqual(await files.read(hash(bytes)), bytes);
  await writeFile(join(folder, hash(bytes).slice(0, 2), hash(bytes)), 'damaged');
  await files.write(hash(bytes), bytes);
  const again = await DocumentFolder.open(folder);
  assert.deepEqual(await again.read(hash(bytes)), bytes);
});

test('what a killed process left unfinished is removed after an hour, and not before', async () => {
  const folder = join(root, 'unfinished');
  await DocumentFolder.open(folder);
  const [old, recent] = ['old', 'recent'].map((name) => join(folder, 'incoming', name));
  assert.ok(old && recent);
  for (const path of [old, recent]) await writeFile(path, 'half');
  const longAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(old, longAgo, longAgo);
  await DocumentFolder.open(folder);
  assert.deepEqual(await readdir(join(folder, 'incoming')), ['recent']);
});

test('a folder that cannot be made is told', async () => {
  await writeFile(join(root, 'file'), '');
  await assert.rejects(DocumentFolder.open(join(root, 'file')), { code: 'ENOTDIR' });
});

test('a process killed at any time leaves whole documents alone', async () => {
  const folder = join(root, 'killed');
  const module = new URL('document-folder.ts', import.meta.url).href;
  const program = `
    import { createHash, randomBytes } from 'node:crypto';
    const { DocumentFolder } = await import(${JSON.stringify(module)});
    const files = await DocumentFolder.open(${JSON.stringify(folder)});
    for (;;) {
      const bytes = randomBytes(1_000_000);
      await files.write(createHash('sha256').update(bytes).digest('hex'), bytes);
    }`;
  for (let kill = 0; kill < pickSize({ quick: 3, long: 30 }); kill += 1) {
    const before = (await listWhole(folder).catch(() => [])).length;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
    await waitFor(
      'some documents',
      async () => (await listWhole(folder).catch(() => [])).length > before + 1,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const names = await listWhole(folder);
  assert.ok(names.length >= 6);
  for (const name of names) assert.equal(hash(await readFile(join(folder, name))), name.slice(3));
});
