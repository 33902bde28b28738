import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { killStore } from './testing/kill-store.ts';
import { askHello, countStatuses, startLimitedProcesses } from './testing/limited-processes.ts';

// Gateway processes as they run for their users, on a PostgreSQL server of their own.

const quota = 500;
const ofAddress = { windowSeconds: 86_400, operations: quota };

test('two processes on one database let through together what the policy allows, within 2 %', async (t) => {
  const postgres = await startKillablePostgres();
  t.after(() => postgres.stop());
  const environment = { DATABASE_URL: postgres.url };
  const processes = await startLimitedProcesses(t, { address: ofAddress }, [environment, environment]);
  const statuses = await countStatuses(processes, { requests: quota * 3 });
  const passed = statuses.get(200) ?? 0;
  assert.ok(passed >= quota && passed <= quota * 1.02, `${passed} of ${quota}`);
  assert.equal(passed + (statuses.get(429) ?? 0), quota * 3);
  for (const { address } of processes) assert.equal(await askHello(address), 429);
});

for (const whenAway of ['open', 'closed'] as const) {
  test(`a process whose database was killed ${whenAway === 'open' ? 'goes on' : 'refuses'}, and counts again when it is back`, async (t) => {
    const postgres = await startKillablePostgres();
    t.after(() => postgres.stop());
    await killStore(t, { whenAway, environment: { DATABASE_URL: postgres.url }, store: postgres });
  });
}

test('workers without a database count together', async (t) => {
  const processes = await startLimitedProcesses(t, { address: ofAddress }, [{ GATEWAY_WORKERS: '2' }]);
  const statuses = await countStatuses(processes, { requests: quota * 2, concurrency: 8 });
  const passed = statuses.get(200) ?? 0;
  // They tell each other some milliseconds late.
  assert.ok(passed >= quota && passed <= quota * 1.1, `${passed} of ${quota}`);
});
