import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openStateStore } from './state-store.ts';

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'facturation-state-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const later = Date.now() + 60_000;

test('remembers across a restart, in files that nobody else may read', async (t) => {
  const folder = await createFolder(t);
  openStateStore<{ text: string }>({ folder }).set('a/../b', { text: 'kept' }, later);
  const [name = ''] = await readdir(folder);
  assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
  assert.deepEqual(openStateStore<{ text: string }>({ folder }).get('a/../b'), { text: 'kept' });
});

test('forgets what was deleted or has expired, on disk too', async (t) => {
  const folder = await createFolder(t);
  const store = openStateStore<object>({ folder });
  store.set('deleted', {}, later);
  store.delete('deleted');
  store.set('expired', {}, Date.now() - 1);
  assert.deepEqual([...store.values()], []);
  store.sweep();
  assert.equal(store.get('expired'), undefined);
  assert.deepEqual(await readdir(folder), []);
});

test('holds no more than its bound; the oldest goes first', async (t) => {
  const folder = await createFolder(t);
  const store = openStateStore<object>({ folder, maxEntries: 2 });
  for (const id of ['a', 'b', 'c']) store.set(id, {}, later);
  assert.equal(store.get('a'), undefined);
  assert.deepEqual(
    [...store.values()].map(({ id }) => id),
    ['b', 'c'],
  );
  assert.equal((await readdir(folder)).length, 2);
});

test('drops a file that a crash or a stranger left', async (t) => {
  const folder = await createFolder(t);
  await writeFile(join(folder, 'torn.json'), '{"id":"a"');
  await writeFile(join(folder, 'draft.json.123.tmp'), '');
  assert.deepEqual([...openStateStore<object>({ folder }).values()], []);
  assert.deepEqual(await readdir(folder), []);
});
