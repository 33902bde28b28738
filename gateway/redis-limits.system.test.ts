import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { killStore } from './testing/kill-store.ts';
import { countStatuses, startLimitedProcesses } from './testing/limited-processes.ts';

// Against a real server, as Debian's package redis-server has it.

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
const skip =
  program === undefined && process.env['CI'] === undefined
    ? 'neither redis-server nor valkey-server is here'
    : false;

const quota = 500;

interface Server {
  readonly url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

async function startRedis(t: TestContext): Promise<Server> {
  const port = await findFreePort();
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  let child: ChildProcess;
  const start = async () => {
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    child = spawn(program ?? 'redis-server', options, { stdio: 'ignore' });
    await waitFor('the server to listen', () => isListening(port), 30_000);
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  t.after(async () => {
    await kill();
    await rm(folder, { recursive: true });
  });
  return { url: `redis://127.0.0.1:${port}`, kill, restart: start };
}

async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('two processes on one server let through together what the policy allows, within 2 %', {
  skip,
}, async (t) => {
  const { url } = await startRedis(t);
  const limits = { address: { windowSeconds: 86_400, operations: quota } };
  const processes = await startLimitedProcesses(t, limits, [{ REDIS_URL: url }, { REDIS_URL: url }]);
  const statuses = await countStatuses(processes, { requests: quota * 3 });
  const passed = statuses.get(200) ?? 0;
  assert.ok(passed >= quota && passed <= quota * 1.02, `${passed} of ${quota}`);
  assert.equal(passed + (statuses.get(429) ?? 0), quota * 3);
});

for (const whenAway of ['open', 'closed'] as const) {
  test(`without its server a process is ${whenAway}, and counts again when it is back`, {
    skip,
  }, async (t) => {
    const server = await startRedis(t);
    await killStore(t, { whenAway, environment: { REDIS_URL: server.url }, store: server });
  });
}
