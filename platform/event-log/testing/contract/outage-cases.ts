import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { EventLog, NewRecord } from '../../event-log.ts';
import { type Cases, numbered, textsOf } from './bench.ts';

const outages = 3;

/** What holds when the server is killed under writers and readers. Last of all, as it kills the server of the suite. */
export const outageCases: Cases = {
  'a server that is killed and started again loses nothing acknowledged and changes no order': async (
    bench,
  ) => {
    const topic = await bench.createTopic(3);
    const reader = bench.createStore(topic, 'outage');
    const log = bench.log();
    const subscription = await log.subscribe({ ...reader.options(), maxBatchBytes: 20_000 });
    const writing = new AbortController();
    const acknowledged: NewRecord[] = [];
    const writer = keepAppending(log, topic, acknowledged, writing.signal);

    for (let round = 0; round < outages; round += 1) {
      const goal = acknowledged.length + 500;
      await waitFor('appends to go on', () => acknowledged.length >= goal, 60_000);
      await bench.server().kill();
      await bench.server().restart();
    }
    const goal = acknowledged.length + 500;
    await waitFor('appends to go on', () => acknowledged.length >= goal, 60_000);
    writing.abort();
    await writer;

    const ends = await log.endOffsets(topic);
    const total = Number(ends.reduce((sum, end) => sum + end, 0n));
    await waitFor('the reader to catch up', async () => (await reader.count()) >= total, 60_000);
    await subscription.close();
    const effects = await reader.effects();

    // What the reader has is the log, every offset once and in order.
    for (const [partition, end] of ends.entries()) {
      const offsets = effects.filter((effect) => effect.partition === partition).map(({ offset }) => offset);
      assert.deepEqual(
        offsets,
        Array.from({ length: Number(end) }, (_, offset) => BigInt(offset)),
      );
    }
    // The log has all that was acknowledged; what was repeated after a failure stands there behind its first.
    const firsts = new Map(effects.map(({ value, partition }) => [value, partition]));
    assert.deepEqual(
      textsOf(acknowledged).filter((text) => !firsts.has(text)),
      [],
    );
    for (const partition of ends.keys()) {
      const numbers = [...firsts].filter(([, of]) => of === partition).map(([text]) => Number(text.slice(2)));
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
    }
  },

  'an append to a server that is away says so, a reader too, and both go on when it is back': async (
    bench,
  ) => {
    const topic = await bench.createTopic(1);
    const { subscription } = await bench.collect(topic);
    await subscription.ping();
    const isReading = () =>
      subscription.ping().then(
        () => true,
        () => false,
      );
    await bench.server().kill();
    await assert.rejects(bench.log().append(topic, numbered(1)), { code: 'LOG_UNAVAILABLE' });
    await assert.rejects(bench.log().ping(), { code: 'LOG_UNAVAILABLE' });
    await waitFor('the lease to run out', async () => !(await isReading()));
    await bench.server().restart();
    await waitFor('the log', () =>
      bench
        .log()
        .append(topic, numbered(1))
        .then(
          () => true,
          () => false,
        ),
    );
    await waitFor('the reader to be a member again', isReading, 60_000);
    await subscription.close();
  },
};

/** Appends in small batches, each until it is acknowledged, as a relay does. */
async function keepAppending(
  log: EventLog,
  topic: string,
  acknowledged: NewRecord[],
  signal: AbortSignal,
): Promise<void> {
  const all = numbered(200_000, { keys: 30 });
  for (let from = 0; !signal.aborted; from += 20) {
    const records = all.slice(from, from + 20);
    for (;;) {
      try {
        await log.append(topic, records);
        break;
      } catch {
        await delay(20);
      }
    }
    acknowledged.push(...records);
  }
}
