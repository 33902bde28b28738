import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
  const start = () => {
    const options = { folder, everyMs: 10, settledMs, signal: ending.signal, log, onMove };
    ended.push(watchFolder({ ...options, load: async (path) => load(basename(path)) }));
  };
  start();
  t.after(async () => {
    ending.abort();
    await Promise.all(ended);
    await rm(folder, { recursive: true });
  });
  const list = (name: string) => readdir(join(folder, name)).catch(() => []);
  return { folder, start, list, moves };
}

test('files are taken in the order of their names and moved to where they belong', async (t) => {
  const loaded: string[] = [];
  const load = (name: string) => {
    loaded.push(name);
    return name === 'b.csv' ? 'failed' : 'done';
  };
  const files = ['c.csv', 'a.csv', 'b.csv', '.hidden.csv', 'd.csv.part', 'e.csv.rejects.csv'];
  const { list } = await watched(t, load, { files });
  await waitFor(
    'the files to be moved',
    async () => (await list('done')).length === 2 && (await list('failed')).length === 1,
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

test('what is not done stays for the next look', async (t) => {
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
