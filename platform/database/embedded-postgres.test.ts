import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import postgres from 'postgres';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

let closedFolder: string;

before(async () => {
  // Closed to everybody else, as a home or a temporary folder often is; root's server runs as another user.
  closedFolder = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  await chmod(closedFolder, 0o700);
});

after(() => rm(closedFolder, { recursive: true, force: true }));

async function start() {
  return startEmbeddedPostgres({
    folder: join(closedFolder, 'cluster'),
    port: await findFreePort(),
    password: "it's a secret",
    log: createLog({ name: 'test', level: 'silent' }),
    settings: { fsync: 'off' },
  });
}

async function run(url: string, statement: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

test('keeps its data from one start to the next, also in a folder that is closed to others', async () => {
  const first = await start();
  await run(first.url, 'create table kept (id int)');
  await first.stop();
  const second = await start();
  assert.deepEqual([...(await run(second.url, 'select * from kept'))], []);
  await second.stop();
});

test('a server that was left over does not block the next start', async () => {
  const leftOver = await start();
  const next = await start();
  await run(next.url, 'select 1');
  await assert.rejects(run(leftOver.url, 'select 1'), { code: 'ECONNREFUSED' });
  await next.stop();
});

test('the server ends when its owner is killed', async () => {
  const program = `
    import { startEmbeddedPostgres } from '${new URL('./embedded-postgres.ts', import.meta.url).href}';
    import { createLog } from '${new URL('../log/log.ts', import.meta.url).href}';
    await startEmbeddedPostgres({ folder: '${join(closedFolder, 'cluster')}', port: ${await findFreePort()},
      password: "it's a secret", log: createLog({ name: 'owner', level: 'silent' }), settings: { fsync: 'off' } });
    console.log('started');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(owner.stdout, 'data', { signal: AbortSignal.timeout(60_000) });
  const [pid] = (await readFile(join(closedFolder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
  assert.ok(isRunning(Number(pid)));
  owner.kill('SIGKILL');
  await waitFor('the server to end', () => !isRunning(Number(pid)));
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
