import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { askHello, countStatuses, startLimitedProcesses } from './limited-processes.ts';

export interface KilledStore {
  readonly whenAway: 'open' | 'closed';
  /** The variables by which a gateway finds the store. */
  readonly environment: Readonly<Record<string, string>>;
  readonly store: { kill(): Promise<void>; restart(): Promise<unknown> };
}

const quota = 60;
const statusAway = { open: 200, closed: 503 };

/**
 * Kills the store of the limits of a gateway, and starts it again: meanwhile the gateway does as it is told, and all that passes before,
 * meanwhile and afterwards is the quota, and no more than the store has forgotten besides.
 */
export async function killStore(
  t: TestContext,
  { whenAway, environment, store }: KilledStore,
): Promise<void> {
  const limits = { address: { windowSeconds: 86_400, operations: quota }, store: { whenAway, waitMs: 500 } };
  const processes = await startLimitedProcesses(t, limits, [environment]);
  const address = processes[0]?.address ?? '';
  let passed = 0;
  const ask = async () => {
    const status = await askHello(address);
    if (status === 200) passed += 1;
    return status;
  };
  assert.equal(await ask(), 200);
  await store.kill();
  for (let index = 0; index < 5; index += 1) assert.equal(await ask(), statusAway[whenAway]);
  await store.restart();
  // Each question is an attempt to find the store back, at most one in a second.
  const isBack = async () => {
    await ask();
    return (await (await fetch(`${address}/metrics`)).text()).includes('gateway_limit_store_away 0');
  };
  await waitFor('the store to be used again', isBack, 120_000);
  const statuses = await countStatuses(processes, { requests: quota * 2, concurrency: 4 });
  passed += statuses.get(200) ?? 0;
  // The first operation may be forgotten: counts of windows do not outlive a crash of the store.
  assert.ok(passed === quota || passed === quota + 1, `${passed} of ${quota}`);
  assert.ok((statuses.get(429) ?? 0) > 0);
}
