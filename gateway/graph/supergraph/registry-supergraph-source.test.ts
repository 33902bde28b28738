import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { DocumentCopy } from '../../documents/document-copy.ts';
import { type DocumentServer, startDocumentServer } from '../../documents/testing/document-server.ts';
import { RegistrySupergraphSource } from './registry-supergraph-source.ts';

let folder: string;
let copyPath: string;
let filePath: string;
let server: DocumentServer;
let source: RegistrySupergraphSource;
let used: string[];
let logLines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraphs-'));
  copyPath = join(folder, 'copies', 'shop@current.graphql');
  filePath = join(folder, 'supergraph.graphql');
  used = [];
  logLines = [];
  server = await startDocumentServer('one');
});
afterEach(async () => {
  await source.close();
  await server.close();
  await rm(folder, { recursive: true });
});

function use(sdl: string): string {
  if (sdl.startsWith('broken')) throw new Error(`The text ${sdl} cannot be used.`);
  used.push(sdl);
  return sdl;
}

function create(url = server.url): void {
  const log = createLog({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void logLines.push(line) },
  });
  source = new RegistrySupergraphSource({
    url,
    key: 'a key for tests alone',
    copyPath,
    filePath,
    log,
    times: {
      firstMs: 1_000,
      waitSeconds: 5,
      minIntervalMs: 5,
      patienceMs: 20,
      retryMs: { firstMs: 5, maxMs: 20 },
    },
  });
}

async function open(): Promise<void> {
  create();
  await source.load(use);
  source.watch(use);
}

const lastUsed = (text: string) => waitFor(text, () => used.at(-1) === text);
const readCopy = () => new DocumentCopy(copyPath).read();

test('a text is loaded with the key, kept on disk, and each new one follows at once', async () => {
  await open();
  assert.deepEqual(used, ['one']);
  assert.equal(await readCopy(), 'one');
  for (const text of ['two', 'three', 'one']) {
    server.publish(text);
    await lastUsed(text);
  }
  await waitFor('the copy', async () => (await readCopy()) === 'one');
  assert.deepEqual(used, ['one', 'two', 'three', 'one']);
  assert.equal(new Set(server.seen.map(({ key }) => key)).size, 1);
  assert.equal(server.seen.at(-1)?.prefer, 'wait=5');
});

test('the registry is asked to wait, and not again and again', async () => {
  await open();
  await waitFor('a request that waits', () => server.seen.length === 2);
  server.publish('two');
  await lastUsed('two');
  await waitFor('another request that waits', () => server.seen.length === 3);
});

test('a registry that does not wait is asked from time to time', async () => {
  server.neverWait();
  await open();
  await waitFor('some requests', () => server.seen.length > 5);
  server.publish('two');
  await lastUsed('two');
});

test('a text that cannot be used is not kept and not asked for again, and the next one is used', async () => {
  await open();
  server.publish('broken 1');
  await waitFor('a request that knows both', () => server.seen.at(-1)?.known.split(', ').length === 2);
  assert.equal(await readCopy(), 'one');
  server.publish('two');
  await lastUsed('two');
  assert.deepEqual(used, ['one', 'two']);
});

test('a text that is not that of its ETag is not used', async () => {
  await open();
  server.lie(`"${'0'.repeat(64)}"`);
  server.publish('two');
  await waitFor('the log', () => /not that of its ETag/.test(logLines.join()));
  assert.deepEqual(used, ['one']);
});

test('without the registry the copy is loaded, and the registry followed as soon as it is there', async () => {
  await open();
  await source.close();
  const { port } = new URL(server.url);
  await server.close();
  create();
  assert.equal(await source.load(use), 'one');
  source.watch(use);
  await waitFor('the log', () => /gives no supergraph/.test(logLines.join()));
  server = await startDocumentServer('two', Number(port));
  await lastUsed('two');
  assert.match(logLines.join(), /the registry is back/);
});

test('a registry that fails for a while changes nothing', async () => {
  await open();
  for (const status of [500, 503, 404, 401]) {
    server.answerWith(status);
    server.publish(`status ${status}`);
    const before = server.seen.length;
    await waitFor('two more requests', () => server.seen.length > before + 1);
  }
  assert.deepEqual(used, ['one']);
  server.answerWith(200);
  await lastUsed('status 401');
});

test('without registry and copy the file is loaded, and kept', async () => {
  await writeFile(filePath, 'from the file');
  server.answerWith(503);
  create();
  assert.equal(await source.load(use), 'from the file');
  assert.equal(await readCopy(), 'from the file');
});

test('a text of the registry that cannot be used gives way to the copy', async () => {
  await open();
  await source.close();
  server.publish('broken 1');
  create();
  assert.equal(await source.load(use), 'one');
});

test('a copy that was changed, or not written to its end, is not loaded', async () => {
  await open();
  await source.close();
  server.answerWith(503);
  await writeFile(filePath, 'from the file');
  const content = await readFile(copyPath, 'utf8');
  for (const damaged of [content.slice(0, -1), `${content}x`, 'one', '']) {
    await writeFile(copyPath, damaged);
    create();
    assert.equal(await source.load(use), 'from the file');
    await source.close();
  }
  assert.match(logLines.join(), /is not as it was written/);
});

test('without anything to begin with, the start fails and names every place', async () => {
  server.answerWith(404);
  create();
  await assert.rejects(source.load(use), {
    code: 'CONFIGURATION_INVALID',
    message: /the registry: status 404; the file .*ENOENT/,
  });
});

test('a folder that cannot be written to does not stop the start', async () => {
  await mkdir(copyPath, { recursive: true });
  await writeFile(join(copyPath, 'x'), '');
  await open();
  assert.deepEqual(used, ['one']);
  assert.match(logLines.join(), /could not be kept on disk/);
  assert.deepEqual((await readdir(join(folder, 'copies'))).length, 1);
});
