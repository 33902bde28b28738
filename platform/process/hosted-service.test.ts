import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { HostedService, type HostedServiceTimes } from './hosted-service.ts';
import type { Owner } from './owner.ts';

/** Hosts a service whose start does what the test says, with a short wait after failures. */
function host(start: (owner: Owner) => Promise<void>, times: Partial<HostedServiceTimes>) {
  const told: string[] = [];
  const hosted = new HostedService({
    service: {
      name: 'service',
      createLog: () => createLog({ name: 'service', level: 'silent' }),
      start: (_environment, { owner }) => start(owner),
    },
    environment: {},
    onReady: () => told.push('ready'),
    onFailed: () => told.push('failed'),
    onStuck: ({ message }) => told.push(message),
    times: { backoff: { firstMs: 1, maxMs: 1 }, ...times },
  });
  return { hosted, told };
}

test('a service that does not start in time is closed and started again', async () => {
  let starts = 0;
  const { hosted, told } = host(
    async ({ signal }) => {
      starts += 1;
      if (starts === 1) await once(signal, 'abort');
    },
    { startWithinMs: 20 },
  );
  void hosted.run();
  await waitFor('the second start', () => told.length === 2);
  await hosted.stop();
  assert.deepEqual(told, ['failed', 'ready']);
});

test('a service whose start never ends is left to the next process', async () => {
  const { hosted, told } = host(() => new Promise(() => {}), { startWithinMs: 20, closeWithinMs: 20 });
  await hosted.run();
  assert.deepEqual(told, ['failed', 'service did not close within 20 ms.']);
});
