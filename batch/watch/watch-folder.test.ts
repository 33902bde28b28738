import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type FileOutcome, watchFolder } from './watch-folder.ts';

const log = createLog({ name: 'watch-folder-test', level: 'silent' });

async function watched(
  t: { after(close: () => Promise<void>): void },
  load: (name: string) => Promise<FileOutcome> | FileOutcome,
  { settledMs = 50, files = [] as readonly string[] } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'watch-folder-'));
  for (const name of files) await writeFile(join(folder, name), name);
  const ending = new AbortController();
  const ended: Promise<void>[] = [];
  const moves: [string, string][] = [];
  const onMove = async (from: string, to: string) => {
    moves.push([relative(folder, from), relative(folder, to)]);
  };
  const changes: [string, boolean][] = [];
  const onChange = (path: string, isLoaded: boolean) => {
    changes.push([relative(folder, path), isLoaded]);
  };
  const start = () => {
    const options = { folder, everyMs: 10, settledMs, signal: ending.signal, log, onMove, onChange };
    ended.push(watchFolder({ ...options, load: async (path) => load(basename(path)) }));
  };
  start();
  const end = async () => {
    ending.abort();
    await Promise.all(ended);
  };
  t.after(async () => {
    await end();
    await rm(folder, { recursive: true });
  });
  const list = (name: string): Promise<string[]> => readdir(join(folder, name)).catch(() => []);
  return { folder, start, end, list, moves, changes };
}

test('files are loaded in the order of their names and moved to the folder of their result', async (t) => {
  const loaded: string[] = [];
  const load = (name: string) => {
    loaded.push(name);
    return name === 'b.csv' ? 'failed' : 'done';
  };
  const files = ['c.csv', 'a.csv', 'b.csv', '.hidden.csv', 'd.csv.part', 'e.csv.rejects.csv'];
  const { list } = await watched(t, load, { files });
  await waitFor(
    'the files to be moved',
    // A moved file is in both places for a moment.
    async () =>
      (await list('done')).length === 2 &&
      (await list('failed')).length === 1 &&
      !(await list('')).includes('c.csv'),
  );
  assert.deepEqual(loaded, ['a.csv', 'b.csv', 'c.csv']);
  assert.deepEqual((await list('')).toSorted(), [
    '.hidden.csv',
    'd.csv.part',
    'done',
    'e.csv.rejects.csv',
    'failed',
  ]);
});

test('a file that still grows is left until it stands still', async (t) => {
  let grown = 0;
  const { folder, list } = await watched(t, () => 'done', { settledMs: 300 });
  const path = join(folder, 'a.csv');
  await writeFile(path, 'row\n');
  await waitFor('the files to be moved', async () => {
    // Grows for longer than a file must stand still.
    if (grown < 30) {
      await appendFile(path, 'row\n');
      grown += 1;
    }
    const isDone = (await list('done')).length === 1;
    assert.ok(grown === 30 || !isDone, 'it was taken while it grew');
    return isDone;
  });
});

test('a file with the name of one that was loaded before does not replace it', async (t) => {
  const { folder, list, moves } = await watched(t, () => 'done');
  await mkdir(join(folder, 'done'), { recursive: true });
  await writeFile(join(folder, 'done', 'a.csv'), 'first');
  await writeFile(join(folder, 'a.csv'), 'second');
  await waitFor('the files to be moved', async () => (await list('done')).length === 2);
  assert.deepEqual((await list('done')).toSorted(), ['2-a.csv', 'a.csv']);
  await waitFor('the move to be told', () => moves.length > 0);
  assert.deepEqual(moves, [['a.csv', 'done/2-a.csv']]);
});

test('a file that is not done stays for the next look', async (t) => {
  let tries = 0;
  const { folder, list } = await watched(t, () => {
    tries += 1;
    return tries < 3 ? 'later' : 'done';
  });
  await writeFile(join(folder, 'a.csv'), 'rows');
  await waitFor('the files to be moved', async () => (await list('done')).length === 1);
  assert.equal(tries, 3);
});

test('several workers on one folder leave each file once', async (t) => {
  const { folder, start, list, moves } = await watched(t, () => 'done');
  start();
  start();
  for (let count = 0; count < 20; count++) await writeFile(join(folder, `${count}.csv`), 'rows');
  await waitFor('the files to be moved', async () => (await list('')).length === 2);
  assert.equal((await list('done')).length, 20);
  await waitFor('each move to be told', () => moves.length >= 20);
  assert.deepEqual([moves.length, new Set(moves.map(([from]) => from)).size], [20, 20]);
});

test('a file that is written to after it was moved is loaded again, where it is', async (t) => {
  const loaded: string[] = [];
  const { folder, list, changes } = await watched(t, async (name): Promise<FileOutcome> => {
    const path = await stat(join(folder, name)).then(
      () => name,
      () => join('done', name),
    );
    loaded.push(await readFile(join(folder, path), 'utf8'));
    return 'done';
  });
  const writer = await open(join(folder, 'slow.csv'), 'w');
  t.after(() => writer.close());
  await writer.write('1\n');
  await waitFor('the file to be moved', async () => (await list('done')).length === 1);
  await writer.write('2\n');
  await waitFor('the rest to be loaded', () => loaded.length === 2);
  await writer.write('3\n');
  await waitFor('that to be loaded, too', () => loaded.length === 3);
  assert.deepEqual(loaded, ['1\n', '1\n2\n', '1\n2\n3\n']);
  assert.deepEqual(changes, Array(2).fill(['done/slow.csv', true]));
  assert.deepEqual(await list('done'), ['slow.csv']);
});

test('a file that grows, or is replaced, between its load and its move is loaded again', async (t) => {
  let loads = 0;
  const { folder, list } = await watched(t, async (name): Promise<FileOutcome> => {
    loads += 1;
    if (loads === 1) await appendFile(join(folder, name), 'more\n');
    if (loads === 2) {
      const { atime, mtime, size } = await stat(join(folder, name));
      await writeFile(join(folder, '.other'), 'x'.repeat(size));
      await utimes(join(folder, '.other'), atime, mtime);
      await rename(join(folder, '.other'), join(folder, name));
    }
    return 'done';
  });
  await writeFile(join(folder, 'a.csv'), 'row\n');
  await waitFor('the file to be moved', async () => (await list('done')).length === 1);
  assert.equal(loads, 3);
});

test('a file that turns out bad when it is loaded again is moved once more', async (t) => {
  let loads = 0;
  const { folder, list, moves } = await watched(t, () => {
    loads += 1;
    return loads === 1 ? 'done' : 'failed';
  });
  await writeFile(join(folder, 'a.csv'), 'row\n');
  await waitFor('the file to be moved', async () => (await list('done')).length === 1);
  await truncate(join(folder, 'done/a.csv'), 1);
  await waitFor('the file to be moved again', async () => (await list('failed')).length === 1);
  await waitFor('the move to be told', () => moves.length === 2);
  assert.deepEqual(moves[1], ['done/a.csv', 'failed/a.csv']);
});

test('a worker that ends reports a file that changed and is not loaded again', async (t) => {
  const { folder, list, end, changes } = await watched(t, () => 'done', { settledMs: 300 });
  await writeFile(join(folder, 'a.csv'), 'row\n');
  await waitFor('the file to be moved', async () => (await list('done')).length === 1);
  await appendFile(join(folder, 'done/a.csv'), 'row\n');
  await end();
  assert.deepEqual(changes.at(-1)?.[0], 'done/a.csv');
});
