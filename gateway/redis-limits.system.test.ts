import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { findRedisProgram, type RedisServer, startRedisServer } from '#platform/testing/redis-server.ts';
import { killStore } from './testing/kill-store.ts';
import { countStatuses, startLimitedProcesses } from './testing/limited-processes.ts';

// Against a real server, as Debian's package redis-server has it.

const skip =
  findRedisProgram() === undefined && process.env['CI'] === undefined
    ? 'neither redis-server nor valkey-server is here'
    : false;

const quota = 500;

async function startRedis(t: TestContext): Promise<RedisServer> {
  const server = await startRedisServer();
  t.after(() => server.stop());
  return server;
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
