import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createFileSupergraphSource } from './file-supergraph-source.ts';
import type { SupergraphSource } from './supergraph-source.ts';

const log = createLog({ name: 'test', level: 'silent' });
let folder: string;
let path: string;
let source: SupergraphSource;
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  path = join(folder, 'supergraph.graphql');
  await writeFile(path, 'one');
  told = [];
});
afterEach(async () => {
  await source.close();
  await rm(folder, { recursive: true });
});

async function open(times: { pollMs?: number; settleMs?: number }): Promise<void> {
  source = createFileSupergraphSource({ path, log, ...times });
  assert.equal(await source.load((sdl) => `${sdl}!`), 'one!');
  source.watch((sdl) => {
    told.push(sdl);
    if (sdl === 'broken') throw new Error('The text cannot be used.');
  });
}

/** Puts a text in place at once, so that no reader finds the empty file that a write begins with. */
async function replace(text: string): Promise<void> {
  await writeFile(`${path}.next`, text);
  await rename(`${path}.next`, path);
}

const lastTold = (text: string) => waitFor(text, () => told.at(-1) === text);

test('a file that is missing stops the start, as a problem of the configuration', async () => {
  source = createFileSupergraphSource({ path: join(folder, 'nothing.graphql'), log });
  await assert.rejects(
    source.load((sdl) => sdl),
    /SUPERGRAPH_FILE cannot be read: ENOENT.*nothing\.graphql/s,
  );
});

test('a file written in place is reported', async () => {
  await open({ pollMs: 60_000, settleMs: 5 });
  await writeFile(path, 'two');
  await lastTold('two');
});

test('a file that replaces it by renaming is reported, each time', async () => {
  await open({ pollMs: 60_000, settleMs: 5 });
  for (const text of ['two', 'three', 'four']) {
    await replace(text);
    await lastTold(text);
  }
});

test('a folder that reports no changes is polled', async () => {
  await open({ pollMs: 10, settleMs: 1 });
  await rm(path);
  await writeFile(path, 'two');
  await lastTold('two');
});

test('the same text is reported once, and many writes are reported as one', async () => {
  await open({ pollMs: 60_000, settleMs: 50 });
  for (const text of ['a', 'ab', 'abc', 'two']) await writeFile(path, text);
  await lastTold('two');
  assert.deepEqual(told, ['two']);
  await writeFile(path, 'two');
  await writeFile(path, 'three');
  await lastTold('three');
  assert.deepEqual(told, ['two', 'three']);
});

test('a text that cannot be used is told once, and the next one still is', async () => {
  await open({ pollMs: 10, settleMs: 1 });
  await replace('broken');
  await lastTold('broken');
  await replace('two');
  await lastTold('two');
  assert.deepEqual(told, ['broken', 'two']);
});
