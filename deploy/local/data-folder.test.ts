import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { openCompileCache, resetDataFolder } from './data-folder.ts';
import { claimDataFolder, findRunningSystem } from './run-file.ts';
import { loadSecrets } from './secrets.ts';

const addresses = {
  statisticsDatabaseUrl: 'postgres://a',
  registryDatabaseUrl: 'postgres://c',
  registry: { url: 'http://localhost:1', key: 'key' },
  batchDatabaseUrl: 'postgres://b',
  auditDatabaseUrl: 'postgres://a',
  gatewayUrl: 'http://localhost:4000/graphql',
  issuer: 'http://localhost:8080/realms/facturation',
  seller: { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 0 },
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('makes secrets once, for their owner alone', async () => {
  const secrets = await loadSecrets(folder);
  assert.equal(new Set(Object.values(secrets)).size, Object.keys(secrets).length);
  assert.deepEqual(await loadSecrets(folder), secrets);
  assert.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600);
});

test('adds a secret that an earlier release did not know', async () => {
  const { session, ...earlier } = await loadSecrets(folder);
  await writeFile(join(folder, 'secrets.json'), JSON.stringify(earlier));
  const now = await loadSecrets(folder);
  assert.deepEqual({ ...now, session }, { ...earlier, session });
  assert.notEqual(now.session, session);
});

test('says when the password of a database is lost', async () => {
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
  await assert.rejects(loadSecrets(folder), { code: 'SECRETS_LOST' });
  await writeFile(join(folder, 'secrets.json'), '{"postgres": "cut o');
  await assert.rejects(loadSecrets(folder), { code: 'SECRETS_LOST' });
});

test('a reset deletes what the system kept and nothing else', async () => {
  await loadSecrets(folder);
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'letter.txt'), 'mine');
  await resetDataFolder(folder);
  assert.deepEqual(await readdir(folder), ['letter.txt']);
});

/** Starts Node with a cache and tells where it keeps one. */
async function readCacheOf(environment: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-p', `require('node:module').getCompileCacheDir()`],
    { env: environment, timeout: 60_000 },
  );
  return stdout.trim();
}

test('gives processes a place for compiled code, for their owner alone', async () => {
  const data = join(folder, 'data');
  const environment = await openCompileCache(data, 'gateway', {});
  const cache = join(data, 'cache');
  assert.equal((await stat(cache)).mode & 0o777, 0o700);
  assert.notEqual((await stat(data)).mode & 0o777, 0o700);
  assert.equal(dirname(await readCacheOf({ ...environment })), join(cache, 'gateway'));
  const other = await openCompileCache(data, 'billing', {});
  assert.equal(other.NODE_COMPILE_CACHE, join(cache, 'billing'));
});

test('closes a place for compiled code that an earlier release left open', async () => {
  const cache = join(folder, 'cache');
  await mkdir(cache);
  await chmod(cache, 0o775);
  await openCompileCache(folder, 'gateway', {});
  assert.equal((await stat(cache)).mode & 0o777, 0o700);
});

test('leaves the place of compiled code to who has chosen one, or none', async () => {
  for (const chosen of [join(folder, 'other'), '']) {
    assert.deepEqual(await openCompileCache(folder, 'gateway', { NODE_COMPILE_CACHE: chosen }), {
      NODE_COMPILE_CACHE: chosen,
    });
  }
  assert.deepEqual(await readdir(folder), []);
});

test('starts processes without compiled code if there is no place for it', async () => {
  await writeFile(join(folder, 'cache'), 'a file');
  assert.equal(await readCacheOf({ ...(await openCompileCache(folder, 'gateway', {})) }), 'undefined');
});

test('refuses a folder that another launcher uses', async () => {
  // A process whose command line is a launcher's.
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'deploy/local/start.ts']);
  await once(other, 'spawn');
  try {
    await writeFile(join(folder, 'launcher.json'), JSON.stringify({ pid: other.pid }));
    await assert.rejects(claimDataFolder(folder), { code: 'ALREADY_RUNNING' });
  } finally {
    other.kill();
    await once(other, 'exit');
  }
  const claim = await claimDataFolder(folder);
  assert.equal(claim.wasAbandoned, true);
  assert.equal(JSON.parse(await readFile(join(folder, 'launcher.json'), 'utf8')).pid, process.pid);
  await claim.announce(addresses);
  assert.equal((await stat(join(folder, 'launcher.json'))).mode & 0o777, 0o600);
  await claim.release();
  assert.deepEqual(await readdir(folder), []);
  assert.equal((await claimDataFolder(folder)).wasAbandoned, false);
});

test('tells commands where a running system is, and that none is', async () => {
  await assert.rejects(findRunningSystem(folder), {
    code: 'NOT_RUNNING',
    message: `No system runs in ${folder}. Start it with: npm start`,
  });
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'deploy/local/start.ts']);
  await once(other, 'spawn');
  try {
    const file = join(folder, 'launcher.json');
    await writeFile(file, JSON.stringify({ pid: other.pid }));
    await assert.rejects(findRunningSystem(folder), /still starting/);
    await writeFile(file, JSON.stringify({ pid: other.pid, addresses }));
    assert.deepEqual(await findRunningSystem(folder), addresses);
  } finally {
    other.kill();
    await once(other, 'exit');
  }
});

test('a process id that went to another program does not count', {
  skip: process.platform !== 'linux',
}, async () => {
  await writeFile(join(folder, 'launcher.json'), JSON.stringify({ pid: process.ppid }));
  assert.equal((await claimDataFolder(folder)).wasAbandoned, true);
});
