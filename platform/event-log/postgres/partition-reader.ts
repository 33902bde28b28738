import type { Sql } from 'postgres';
import { createBell } from '#platform/waiting/bell.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import type { Turns } from '#platform/waiting/turns.ts';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { LogBatch, SubscribeOptions } from '../event-log.ts';
import { defaultBatchBytes } from '../limits.ts';
import { createRetryPauses } from '../retry-pauses.ts';
import { answerWithin } from './answer-within.ts';
import { checkStart, readBatch } from './read-batch.ts';
import type { StoredTopic } from './topics.ts';

export interface PartitionReader {
  /** Something may be new. */
  wake(): void;
  /** Delivers nothing more and waits for the batch under way, at most ten seconds. */
  stop(): Promise<void>;
  /** Aborts the batch under way too: the partition is another member's. */
  lose(): Promise<void>;
}

export interface PartitionReaderOptions {
  readonly sql: Sql;
  readonly topic: StoredTopic;
  readonly partition: number;
  readonly subscriber: SubscribeOptions;
  readonly turns: Turns;
  /** True if the member still holds its lease; asked before each batch. */
  readonly isLeased: () => boolean;
  readonly pollMs: number;
}

/** Delivers one partition, batch after batch, reading the next batch while one is under way. */
export function startPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const { sql, topic, partition, subscriber, turns } = options;
  const stopping = new AbortController();
  const losing = new AbortController();
  const bell = createBell();
  const pauses = createRetryPauses(stopping.signal);
  const maxBytes = subscriber.maxBatchBytes ?? defaultBatchBytes;

  const read = (offset: bigint): Promise<LogBatch | undefined> => {
    const reading = answerWithin(readBatch(sql, topic, { partition, offset, maxBytes }));
    // Its failure is met when it is awaited, which may be after the batch under way.
    reading.catch(() => {});
    return reading;
  };

  const deliver = (batch: LogBatch) =>
    turns.run(async () => {
      if (stopping.signal.aborted || !options.isLeased()) return false;
      await subscriber.onBatch(batch, losing.signal);
      return true;
    });

  const deliverFromStart = async () => {
    let offset = await subscriber.startAt(partition);
    await answerWithin(checkStart(sql, topic, { partition, offset }));
    let reading = read(offset);
    while (!stopping.signal.aborted) {
      const batch = await reading;
      if (batch === undefined) {
        await bell.wait(options.pollMs, stopping.signal);
        reading = read(offset);
        continue;
      }
      reading = read(batch.nextOffset);
      if (!(await deliver(batch))) return;
      offset = batch.nextOffset;
      pauses.reset();
    }
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await deliverFromStart();
      } catch (error) {
        if (!stopping.signal.aborted) subscriber.onError?.(error, partition);
      }
      await pauses.pause();
    }
  };

  const running = run();
  const stop = async () => {
    stopping.abort();
    if (!(await settlesWithin(running, closeDeadlines.batchMs))) losing.abort();
    subscriber.onRevoked?.(partition);
  };
  return {
    wake: bell.ring,
    stop,
    lose: () => {
      losing.abort();
      return stop();
    },
  };
}
