import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { registerPlayground } from './register-playground.ts';

const configuration = { title: 'Test', endpoint: '/graphql', defaultQuery: '{ __typename }', signsIn: true };
let folder: string;
let app: FastifyInstance;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playground-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};');
  app = await createHttpServer({ log: createLog({ name: 'test', level: 'silent' }) });
  await registerPlayground(app, { configuration, folder, isHome: true });
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test('the page is served with a policy that lets it load and reach nothing but its own origin', async () => {
  const answer = await app.inject('/playground/');
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-type']), /^text\/html/);
  const policy = String(answer.headers['content-security-policy']);
  assert.match(policy, /^default-src 'none'; script-src 'self'; /);
  assert.doesNotMatch(policy, /https?:|\*/);
  assert.equal(answer.headers['cache-control'], 'no-cache');
});

test('the policy of other routes stays as strict as it was', async () => {
  const answer = await app.inject('/healthz');
  assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
  assert.doesNotMatch(String(answer.headers['content-security-policy']), /script-src/);
});

test('the page is told its title, endpoint and first query', async () => {
  assert.deepEqual((await app.inject('/playground/config.json')).json(), configuration);
});

test('assets are kept by browsers for good', async () => {
  const answer = await app.inject('/playground/assets/index-abc.js');
  assert.match(String(answer.headers['content-type']), /javascript/);
  assert.match(String(answer.headers['cache-control']), /immutable/);
});

for (const path of ['/', '/playground']) {
  test(`${path} leads to the page`, async () => {
    const answer = await app.inject(path);
    assert.equal(Math.floor(answer.statusCode / 100), 3);
    assert.equal(answer.headers.location, '/playground/');
  });
}

for (const path of [
  '/playground/../package.json',
  '/playground/%2e%2e/package.json',
  '/playground/missing.js',
]) {
  test(`${path} is not found`, async () => {
    assert.equal((await app.inject(path)).statusCode, 404);
  });
}

test('without a built page the server starts, tells people at its paths, and serves all else', async () => {
  const lines: string[] = [];
  const log = createLog({ name: 'test', level: 'warn', destination: { write: (line) => lines.push(line) } });
  const other = await createHttpServer({ log });
  await registerPlayground(other, { configuration, folder: join(folder, 'nowhere'), isHome: true });
  for (const path of ['/', '/playground/']) {
    const answer = await other.inject(path);
    assert.equal(answer.statusCode, 404);
    assert.match(answer.body, /^The playground is not built here .* GraphQL is at \/graphql\.$/m);
  }
  assert.equal((await other.inject('/healthz')).statusCode, 200);
  assert.match(lines.join(''), /the playground is not built/);
  await other.close();
});
