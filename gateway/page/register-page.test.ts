import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { registerPlayground } from '../playground/server/register-playground.ts';
import { registerPage } from './register-page.ts';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const page = '<!doctype html><title>page</title>';
let folder: string;
let app: FastifyInstance;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  for (const name of ['assets', '.vite']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(folder, 'assets', 'index-abc.js.br'), brotliCompressSync('export {};'));
  await writeFile(join(folder, '.vite', 'manifest.json'), '{}');
  app = await createHttpServer({ log: createLog({ name: 'test', level: 'silent' }) });
  const configuration = { title: 'Test', endpoint: '/graphql', defaultQuery: '', signsIn: true };
  await registerPlayground(app, { configuration, folder, isHome: false });
  await registerPage(app, { folder });
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

for (const url of ['/', '/orders', '/orders/12?tab=lines&day=2.3', '/graph']) {
  test(`a person who goes to ${url} gets the page`, async () => {
    const answer = await app.inject({ url, headers: html });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.body, page);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  });
}

test('the document comes with links to the files of its address, where the build has written them', async () => {
  const links = [{ path: '/orders', files: ['assets/orders.js'], byLanguage: { fr: ['assets/fr.js'] } }];
  const path = join(folder, 'links.json');
  await writeFile(path, JSON.stringify(links));
  try {
    const { headers } = await app.inject({ url: '/orders?tab=lines', headers: html });
    assert.equal(
      headers['link'],
      '</assets/orders.js>; rel=modulepreload, </assets/fr.js>; rel=modulepreload',
    );
    assert.match(String(headers['vary']), /accept-language/);
    assert.equal((await app.inject({ url: '/orders/12', headers: html })).headers['link'], undefined);
  } finally {
    await rm(path);
  }
  assert.equal((await app.inject({ url: '/orders', headers: html })).headers['link'], undefined);
});

test('the page may load only its own files, no inline script or style, and no text as a script', async () => {
  const policy = String(
    (await app.inject({ url: '/orders', headers: html })).headers['content-security-policy'],
  );
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
});

test('a compressed copy is sent to browsers that take it, and to no others', async () => {
  const url = '/assets/index-abc.js';
  const compressed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(compressed.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(compressed.rawPayload).toString(), 'export {};');
  assert.match(String(compressed.headers['cache-control']), /immutable/);
  assert.match(String(compressed.headers['content-type']), /javascript/);
  assert.equal((await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })).body, 'export {};');
});

for (const [accepted, coding] of [
  ['br', 'br'],
  ['gzip, br;q=0.9', 'br'],
  ['br;q=0', undefined],
  ['br;q=0.0, gzip', undefined],
  ['*;q=0, brotli', undefined],
] as const) {
  test(`a browser that takes ${accepted} gets ${coding ?? 'the file as it is'}, however often it asks`, async () => {
    for (let asked = 0; asked < 3; asked += 1) {
      const { headers } = await app.inject({
        url: '/assets/index-abc.js',
        headers: { 'accept-encoding': accepted },
      });
      assert.equal(headers['content-encoding'], coding);
      assert.match(String(headers['content-type']), /javascript; charset=utf-8$/);
      assert.match(String(headers['cache-control']), /immutable/);
      assert.equal(headers['vary'], 'accept-encoding');
    }
  });
}

test('a part of a file is a part of what the file holds, and a file without a compressed copy comes as it is', async () => {
  const ranged = { 'accept-encoding': 'br', range: 'bytes=0-5' };
  const part = await app.inject({ url: '/assets/index-abc.js', headers: ranged });
  assert.equal(part.statusCode, 206);
  await writeFile(join(folder, 'assets', 'plain-abc.css'), 'a{}');
  const plain = await app.inject({ url: '/assets/plain-abc.css', headers: { 'accept-encoding': 'br' } });
  assert.deepEqual([plain.body, plain.headers['content-encoding']], ['a{}', undefined]);
});

test('assets are kept by browsers for good', async () => {
  const answer = await app.inject('/assets/index-abc.js');
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['cache-control']), /immutable/);
});

test('a build that comes later is served without another start, and files of the one before stay', async () => {
  const newer = '<!doctype html><title>newer page</title>';
  await writeFile(join(folder, 'assets', 'index-def.js'), 'export const newer = 1;');
  await writeFile(join(folder, 'next.html'), newer);
  await rename(join(folder, 'next.html'), join(folder, 'index.html'));
  try {
    assert.equal((await app.inject({ url: '/orders', headers: html })).body, newer);
    assert.equal((await app.inject('/assets/index-def.js')).body, 'export const newer = 1;');
    assert.equal((await app.inject('/assets/index-abc.js')).body, 'export {};');
  } finally {
    await writeFile(join(folder, 'index.html'), page);
  }
});

for (const url of [
  '/assets/missing.js',
  '/assets/.hidden.js',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/assets//index-abc.js',
  '/assets/../../package.json',
  '/.vite/manifest.json',
  '/auth/missing',
  '/graphql/missing',
  '/playground/missing.js',
]) {
  test(`${url} is not found, whoever asks`, async () => {
    assert.equal((await app.inject({ url, headers: html })).statusCode, 404);
  });
}

test('a script that asks for an address of the page does not get the page', async () => {
  const answer = await app.inject({ url: '/orders', headers: { accept: '*/*' } });
  assert.equal(answer.statusCode, 404);
  assert.deepEqual(answer.json(), { code: 'NOT_FOUND', message: 'There is nothing at GET /orders.' });
});

test('nothing but GET and HEAD is answered with the page', async () => {
  assert.equal((await app.inject({ method: 'POST', url: '/orders', headers: html })).statusCode, 404);
  assert.equal((await app.inject({ method: 'HEAD', url: '/orders', headers: html })).statusCode, 200);
});

test('the playground stays where it was, with its own policy', async () => {
  const answer = await app.inject({ url: '/playground/', headers: html });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-security-policy']), /worker-src/);
});

test('a folder without a page is refused with its name', async () => {
  await assert.rejects(
    registerPage(app, { folder: join(folder, 'assets') }),
    /PAGE_FOLDER must be .*assets is not/,
  );
});
