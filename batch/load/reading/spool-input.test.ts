import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, beforeEach, test } from 'node:test';
import { createPrivateFolder } from './private-folder.ts';
import { removeInputCopy, spoolInput } from './spool-input.ts';

const signal = new AbortController().signal;
const given = process.env.TMPDIR;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-input-'));
});
beforeEach(async () => {
  process.env.TMPDIR = await mkdtemp(join(folder, 'tmp-'));
});
after(async () => {
  if (given === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = given;
  await rm(folder, { recursive: true });
});

const privatePath = () => join(tmpdir(), `facturation-batch-${userInfo().uid}`);

test('each copy lies in a folder that only its user may enter, and goes with its folder', async () => {
  const paths = await Promise.all(
    [1, 2, 3].map(() => spoolInput(Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')]), signal)),
  );
  assert.equal(new Set(paths).size, 3);
  for (const path of paths) {
    assert.equal(await readFile(path, 'utf8'), 'a,b\n1,2\n');
    assert.match(basename(path), /^[0-9a-f]{64}\.csv$/);
    for (const one of [dirname(path), privatePath()]) assert.equal((await lstat(one)).mode & 0o777, 0o700);
    assert.equal((await lstat(path)).mode & 0o777, 0o600);
  }
  await removeInputCopy(paths[0] ?? '');
  assert.equal((await readdir(privatePath())).length, 2);
});

test('a file outside the private folder is never removed', async () => {
  const other = await mkdtemp(join(folder, 'other-'));
  await removeInputCopy(join(other, 'invoices.csv'));
  await removeInputCopy(join(privatePath(), 'invoices.csv'));
  assert.ok((await lstat(other)).isDirectory());
});

test('a folder that is a link, open to others or not a folder is refused', async () => {
  const refused = { code: 'FOLDER_NOT_PRIVATE' };
  const elsewhere = await mkdtemp(join(folder, 'elsewhere-'));
  await symlink(elsewhere, privatePath());
  await assert.rejects(createPrivateFolder('spool'), refused);
  assert.deepEqual(await readdir(elsewhere), []);

  await rm(privatePath());
  await mkdir(privatePath());
  await chmod(privatePath(), 0o755);
  await assert.rejects(createPrivateFolder('spool'), refused);
});

test('a missing folder for temporary files is named, with a remedy', async () => {
  process.env.TMPDIR = join(folder, 'nowhere');
  await assert.rejects(createPrivateFolder('spool'), { code: 'NO_TEMPORARY_FOLDER', message: /Set TMPDIR/ });
});

test('a folder of another user is refused', {
  skip: userInfo().uid !== 0 && 'only root can make one',
}, async () => {
  await mkdir(privatePath(), { mode: 0o700 });
  const { chown } = await import('node:fs/promises');
  await chown(privatePath(), 65_534, 65_534);
  await assert.rejects(createPrivateFolder('spool'), { code: 'FOLDER_NOT_PRIVATE' });
});

test('a full disk is named, with the data that did not fit', async () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const input = new Readable({ read: () => input.destroy(full) });
  await assert.rejects(spoolInput(input, signal), {
    code: 'DISK_FULL',
    message: /no room left in .*spool.* to keep standard input\. .*TMPDIR/,
  });
});

test('a copy that ends in the middle leaves nothing, and the folders of dead processes are removed', async () => {
  const broken = new Readable({ read: () => broken.destroy(new Error('the pipe broke')) });
  await assert.rejects(spoolInput(broken, signal), /the pipe broke/);
  assert.deepEqual(await readdir(privatePath()), []);
  // No process has a number this high (proc(5), pid_max).
  for (const name of [`spool-${hostname()}`, `input-${hostname()}`, 'spool-another-host']) {
    await mkdir(join(privatePath(), `${name}-99999999-abc`));
  }
  await createPrivateFolder('spool');
  const names = (await readdir(privatePath())).map((name) => name.replace(/-[^-]*$/, ''));
  assert.deepEqual(
    names.toSorted(),
    [
      `input-${hostname()}-99999999`,
      'spool-another-host-99999999',
      `spool-${hostname()}-${process.pid}`,
    ].toSorted(),
  );
});
