import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shopSdl } from '../../registry/testing/shop-sdl.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

const program = fileURLToPath(new URL('../../registry/admin/main.ts', import.meta.url));
let registry: RegistryProcess;

before(async () => {
  registry = await startRegistryProcess();
});
after(() => registry.close());

/** Runs a command of an operator. */
function administer(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const environment = { PATH: process.env.PATH, DATABASE_URL: registry.database.urlOf('registry') };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: environment, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1,
          stdout,
          stderr,
        });
      },
    );
  });
}

function publish(name: 'users' | 'posts', key?: string) {
  const args = ['subgraph', 'publish', 'shop@current', '--name', name, '--schema', '-', '--routing-url'];
  return registry.rover([...args, `http://${name}.example`], {
    input: shopSdl[name],
    ...(key !== undefined && { key }),
  });
}

test('an operator makes a key, which Rover publishes with until it is deleted', async () => {
  const created = await administer('key', 'create', 'ci', '--graph', 'shop', '--rights', 'READ,PUBLISH');
  assert.equal(created.code, 0, created.stderr);
  const [, key = '', id = ''] = /^(service:shop:\S+)\nIt is key (\S+)\./.exec(created.stdout) ?? [];
  const published = await publish('users', key);
  assert.equal(published.code, 0, published.stderr);
  assert.match((await administer('key', 'list', '--graph', 'shop')).stdout, /ci +\.\.\.\S{4} +READ,PUBLISH/);
  assert.equal((await administer('key', 'delete', id, '--graph', 'shop')).code, 0);
  assert.match((await registry.rover(['config', 'whoami'], { key })).stderr, /error\[E013\]/);
});

test('a rollback brings the supergraph of an old launch back, and history and audit trail tell of it', async () => {
  const first = await registry.rover(['supergraph', 'fetch', 'shop@current']);
  assert.equal((await publish('posts')).code, 0);
  const rolledBack = await administer('rollback', 'shop@current', '1');
  assert.equal(rolledBack.code, 0, rolledBack.stderr);
  assert.match(rolledBack.stdout, /Launch 3 of shop@current is launch 1 again: another supergraph runs\./);
  const now = await registry.rover(['supergraph', 'fetch', 'shop@current']);
  assert.equal(now.stdout, first.stdout);
  const list = await registry.rover(['subgraph', 'list', 'shop@current']);
  assert.doesNotMatch(list.stdout, /posts/);
  const { stdout } = await administer('launches', 'shop@current');
  assert.match(stdout, /3 +ROLLBACK[\s\S]*2 +PUBLISH +posts[\s\S]*1 +PUBLISH +users/);
  assert.match(
    (await administer('audit', '--graph', 'shop')).stdout,
    /ROLLED_BACK +shop@current +an operator/,
  );
});

test('an operator approves a change of a branch and takes that back', async () => {
  const change = ['shop@current', '0123456789ab', '--branch', 'feature'];
  const approved = await administer('approve', ...change, '--reason', 'Agreed.', '--days', '5');
  assert.equal(approved.code, 0, approved.stderr);
  assert.match(approved.stdout, /Change 0123456789ab passes the checks of feature until \d{4}-/);
  assert.match((await administer('withdraw', ...change)).stdout, /is not approved any more/);
  assert.match((await administer('withdraw', ...change)).stdout, /no such approval/);
  assert.match(
    (await administer('audit', '--graph', 'shop')).stdout,
    /APPROVAL_WITHDRAWN +shop@current +0123456789ab +an operator\n.*CHANGE_APPROVED +shop@current +0123456789ab +an operator/,
  );
});

test('what is wrong with a command is said, and the exit code is 1', async () => {
  for (const [args, reason] of [
    [['rollback', 'shop@current', '99'], /no launch 99 that composed/],
    [['rollback', 'shop current', '1'], /form graph@variant/],
    [['launches', 'nothing@current'], /no variant nothing@current/],
    [['key', 'create', 'x', '--rights', 'EVERYTHING'], /Rights are READ, CHECK/],
    [['key', 'delete', 'nobody'], /no key with the id nobody/],
    [
      ['approve', 'shop@current', 'x', '--reason', ' ', '--days', '1.5'],
      /12 hexadecimal.*reason is needed.*1 to 90/,
    ],
    [['withdraw', 'nothing@current', '0123456789ab'], /no variant nothing@current/],
  ] as const) {
    const { code, stderr } = await administer(...args);
    assert.equal(code, 1, args.join(' '));
    assert.match(stderr, reason);
  }
});
