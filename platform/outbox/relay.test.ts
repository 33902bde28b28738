import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type RelayOptions, startRelay } from './relay.ts';
import type { Round } from './relay-batch.ts';

const idle: Round = { kind: 'relayed', count: 0, isFull: false };

function start(changes: Partial<RelayOptions>) {
  return startRelay({
    prepare: async () => {},
    relayBatch: async () => idle,
    onRound: () => {},
    onFailure: () => {},
    pollMs: 60_000,
    finishWithinMs: 50,
    ...changes,
  });
}

test('continues at once after a full batch, and otherwise waits for a hint', async () => {
  const rounds: Round[] = [];
  const relay = start({
    relayBatch: async () => ({ kind: 'relayed', count: 5, isFull: rounds.length < 3 }),
    onRound: (round) => rounds.push(round),
  });
  await waitFor('the batches', () => rounds.length === 4);
  relay.hint();
  await waitFor('one more', () => rounds.length === 5);
  await relay.close();
  assert.equal(rounds.length, 5);
});

test('looks from time to time without a hint', async () => {
  let rounds = 0;
  const relay = start({ pollMs: 5, onRound: () => (rounds += 1) });
  await waitFor('several rounds', () => rounds > 3);
  await relay.close();
});

test('retries after failures, the preparation first, and resets the wait after a success', async () => {
  const calls: string[] = [];
  const failures: number[] = [];
  const relay = start({
    prepare: async () => {
      calls.push('prepare');
      if (calls.length === 1) throw new Error('away');
    },
    relayBatch: async () => {
      calls.push('relay');
      if (calls.length === 3 || calls.length === 5) throw new Error('away');
      return { kind: 'relayed', count: 1, isFull: calls.length === 4 };
    },
    onFailure: (_error, count, waitMs) => {
      failures.push(count);
      assert.ok(waitMs > 0);
    },
  });
  await waitFor('all of it', () => calls.length === 6);
  await relay.close();
  assert.deepEqual(calls, ['prepare', 'prepare', 'relay', 'relay', 'relay', 'relay']);
  assert.deepEqual(failures, [1, 2, 1]);
});

test('ends after the batch under way, and aborts one that takes too long', async () => {
  const begun = Promise.withResolvers<AbortSignal>();
  const relay = start({
    relayBatch: (signal) => {
      begun.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  const signal = await begun.promise;
  const closed = relay.close();
  assert.equal(signal.aborted, false);
  await closed;
  assert.equal(signal.aborted, true);
});
