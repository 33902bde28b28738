import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKillablePostgres } from '#platform/testing/killable-postgres.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
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
    const limits = { address: { windowSeconds: 86_400, operations: 40 }, store: { whenAway, waitMs: 500 } };
    const processes = await startLimitedProcesses(t, limits, [{ DATABASE_URL: postgres.url }]);
    const address = processes[0]?.address ?? '';
    assert.equal(await askHello(address), 200);
    await postgres.kill();
    const statusAway = whenAway === 'open' ? 200 : 503;
    for (let index = 0; index < 5; index += 1) assert.equal(await askHello(address), statusAway);
    await postgres.restart();
    await waitFor('the store to be used again', async () => (await readAway(address)) === 0, 60_000);
    const statuses = await countStatuses(processes, { requests: 100, concurrency: 4 });
    // The windows are not logged: the server forgot what came before it was killed.
    const passed = statuses.get(200) ?? 0;
    assert.ok(passed >= 30 && passed <= 40, `${passed}`);
    assert.equal(passed + (statuses.get(429) ?? 0), 100);
  });
}

/** Asks until the store is found back: each question is an attempt. */
async function readAway(address: string): Promise<number> {
  await askHello(address);
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return Number(/^gateway_limit_store_away (\d)$/m.exec(metrics)?.[1] ?? Number.NaN);
}

test('workers without a database count together', async (t) => {
  const processes = await startLimitedProcesses(t, { address: ofAddress }, [{ GATEWAY_WORKERS: '2' }]);
  const statuses = await countStatuses(processes, { requests: quota * 2, concurrency: 8 });
  const passed = statuses.get(200) ?? 0;
  // They tell each other some milliseconds late.
  assert.ok(passed >= quota && passed <= quota * 1.1, `${passed} of ${quota}`);
});
