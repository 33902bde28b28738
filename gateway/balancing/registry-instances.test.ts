import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type DocumentServer, startDocumentServer } from '../documents/testing/document-server.ts';
import type { SubgraphAddresses } from './balancer.ts';
import { RegistryInstances } from './registry-instances.ts';

const listOf = (...urls: readonly string[]) =>
  JSON.stringify({ subgraphs: { shop: urls.map((url, index) => ({ id: `i${index}`, url })) } });

let folder: string;
let server: DocumentServer;
let opened: RegistryInstances[];
let urls: string[][];
let logLines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instances-'));
  server = await startDocumentServer(listOf('http://a.example/'));
  opened = [];
  urls = [];
  logLines = [];
});
afterEach(async () => {
  for (const instances of opened) await instances.close();
  await server.close();
  await rm(folder, { recursive: true });
});

async function open(url = server.url): Promise<RegistryInstances> {
  const log = createLog({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void logLines.push(line) },
  });
  const instances = new RegistryInstances({
    url,
    key: 'a key for tests alone',
    copyPath: join(folder, 'shop@current.instances'),
    onAddresses: (addresses: SubgraphAddresses) =>
      void urls.push((addresses.get('shop') ?? []).map((one) => one.url)),
    log,
    times: {
      firstMs: 500,
      waitSeconds: 5,
      minIntervalMs: 5,
      patienceMs: 20,
      retryMs: { firstMs: 5, maxMs: 20 },
    },
  });
  opened.push(instances);
  await instances.open();
  return instances;
}

test('the first list is there when it has opened, and each other one follows at once', async () => {
  await open();
  assert.deepEqual(urls, [['http://a.example/']]);
  server.publish(listOf('http://a.example/', 'http://b.example/'));
  await waitFor('the second list', () => urls.length === 2);
  assert.deepEqual(urls[1], ['http://a.example/', 'http://b.example/']);
  assert.equal(server.seen[1]?.prefer, 'wait=5');
});

test('while the registry is away the last list stays, also over a start; then the next one counts', async () => {
  const first = await open();
  await first.close();
  server.answerWith(503);
  await open();
  assert.deepEqual(urls.at(-1), ['http://a.example/']);
  await waitFor('the warning', () => logLines.some((line) => line.includes('gives no list of instances')));
  server.publish(listOf('http://b.example/'));
  server.answerWith(200);
  await waitFor('the next list', () => urls.at(-1)?.[0] === 'http://b.example/');
});

test('a first list that is refused leaves the last one of the disk, too', async () => {
  const first = await open();
  await first.close();
  server.publish('<p>hello</p>');
  urls = [];
  await open();
  assert.deepEqual(urls, [['http://a.example/']]);
});

test('without registry and copy there are no addresses, and no failure', async () => {
  server.answerWith(404);
  await open();
  assert.deepEqual(urls, []);
});

for (const [what, text] of [
  ['is not JSON', '<p>hello</p>'],
  ['has an address that is not http', listOf('file:///etc/passwd')],
  ['has another form', '{"subgraphs":[]}'],
] as const) {
  test(`a list that ${what} is refused with its reason, and not asked for again`, async () => {
    await open();
    server.publish(text);
    await waitFor('the reason', () =>
      logLines.some((line) => line.includes('list of instances was refused')),
    );
    server.publish(listOf('http://b.example/'));
    await waitFor('the next list', () => urls.length === 2);
    assert.equal(logLines.filter((line) => line.includes('was refused')).length, 1);
    assert.deepEqual(urls[1], ['http://b.example/']);
  });
}
