import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { RotatedFile } from './rotated-file.ts';

let root: string;
let folder: string;
let path: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'access-log-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'case-'));
  path = join(folder, 'deep', 'access.log');
});
after(() => rm(root, { recursive: true }));

const problems: unknown[] = [];

function open(options: { readonly maxBytes?: number; readonly keptFiles?: number } = {}) {
  return RotatedFile.open({
    path,
    maxBytes: 50,
    keptFiles: 2,
    header: () => '#header\n',
    onNotRotated: (error) => void problems.push(error),
    lookMs: 0,
    ...options,
  });
}

async function write(file: RotatedFile, line: string): Promise<void> {
  await file.prepare();
  const bytes = Buffer.from(`${line}\n`);
  assert.equal(await file.write(bytes), bytes.length);
}

async function readAll(): Promise<Record<string, string>> {
  const names = (await readdir(join(folder, 'deep'))).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, 'deep', name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

const long = 'x'.repeat(50);

test('a full file is put aside, each has a header, and the oldest goes', async () => {
  const file = await open();
  for (const line of ['1', '2', '3', '4']) await write(file, `${line}${long}`);
  await file.close();
  assert.deepEqual(await readAll(), {
    'access.log': `#header\n4${long}\n`,
    'access.log.1': `#header\n3${long}\n`,
    'access.log.2': `#header\n2${long}\n`,
  });
});

test('the file is emptied if none is kept', async () => {
  const file = await open({ keptFiles: 0 });
  for (const line of ['1', '2']) await write(file, `${line}${long}`);
  await file.close();
  assert.deepEqual(await readAll(), { 'access.log': `#header\n2${long}\n` });
});

test('a file that was moved or removed is made anew', async () => {
  const file = await open();
  await write(file, '1');
  await rename(path, `${path}.moved`);
  await write(file, '2');
  await rm(path);
  await write(file, '3');
  await file.close();
  assert.deepEqual(await readAll(), {
    'access.log': '#header\n3\n',
    'access.log.moved': '#header\n1\n',
  });
});

test('a file of before is written on after another header', async () => {
  for (const line of ['1', '2']) {
    const file = await open();
    await write(file, line);
    await file.close();
  }
  assert.deepEqual(await readAll(), { 'access.log': '#header\n1\n#header\n2\n' });
});

test('several processes put a file aside once', async () => {
  const files = [await open({ keptFiles: 100 }), await open({ keptFiles: 100 })];
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
  await Promise.all(
    files.map(async (file, own) => {
      for (const line of lines) if (Number(line.slice(5)) % 2 === own) await write(file, line);
    }),
  );
  for (const file of files) await file.close();
  const written = Object.values(await readAll()).flatMap((text) => text.split('\n'));
  assert.deepEqual(
    written.filter((line) => line.startsWith('line ')).sort(),
    [...lines].sort(),
    'no line is lost and none is there twice',
  );
});

test('a lock that another process left behind counts for ten seconds', async () => {
  const file = await open();
  await write(file, `1${long}`);
  const lock = `${path}.lock`;
  await writeFile(lock, '');
  await write(file, '2');
  assert.equal((await readdir(join(folder, 'deep'))).includes('access.log.1'), false);
  const longAgo = Date.now() / 1_000 - 60;
  await utimes(lock, longAgo, longAgo);
  await write(file, '3');
  await write(file, '4');
  await file.close();
  assert.deepEqual(await readAll(), {
    'access.log': '#header\n4\n',
    'access.log.1': `#header\n1${long}\n2\n3\n`,
  });
});

test('only the owner may write, and no stranger read', async () => {
  await (await open()).close();
  assert.equal((await stat(path)).mode & 0o137, 0);
});

test('a folder in the place of the file is refused at once', async () => {
  path = folder;
  await assert.rejects(open(), { code: 'EISDIR' });
});
