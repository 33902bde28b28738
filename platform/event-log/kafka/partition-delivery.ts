import type { EachBatchPayload } from 'kafkajs';
import type { Turns } from '#platform/waiting/turns.ts';
import type { LogBatch, SubscribeOptions } from '../event-log.ts';
import { EventLogError } from '../event-log-error.ts';
import { createRetryPauses } from '../retry-pauses.ts';
import { toLogRecords } from './to-log-records.ts';

export interface PartitionDelivery {
  /** Asks the reader where to begin, once; the offset to fetch from. Rejects when the reader cannot say. */
  start(): Promise<bigint>;
  /**
   * Takes what was fetched, once the batch before it is done, or gives the offset from which to fetch instead. What it takes
   * is delivered while the next is fetched.
   */
  take(payload: EachBatchPayload): Promise<bigint | undefined>;
  /** Delivers nothing more; the batch under way is aborted if the partition is lost. */
  end(isLost: boolean): void;
  /** Settles when no batch is under way. */
  readonly idle: () => Promise<void>;
}

/** Where the reader stands, and where the log can be read from, which is later when older records are gone. */
interface Standing {
  position: bigint;
  fetchFrom: bigint;
}

export interface PartitionDeliveryOptions {
  readonly partition: number;
  readonly subscriber: SubscribeOptions;
  readonly loadRange: (partition: number) => Promise<{ low: bigint; high: bigint }>;
  /** The end of a batch that is still under way from before: only then the reader is asked where to begin. */
  readonly after: Promise<void>;
  /** Shared by all partitions: how many may have a batch under way at once. */
  readonly turns: Turns;
  /** Fetches from another offset; for a batch that failed after it was taken. */
  readonly seek: (offset: bigint) => void;
}

/** Delivers one partition for as long as this member has it. */
export function createPartitionDelivery(options: PartitionDeliveryOptions): PartitionDelivery {
  const { partition, subscriber, loadRange, after, turns, seek } = options;
  const { topic } = subscriber;
  const ending = new AbortController();
  const losing = new AbortController();
  const pauses = createRetryPauses(ending.signal);
  let standing: Promise<Standing> | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const load = async (): Promise<Standing> => {
    await after;
    const position = await subscriber.startAt(partition);
    const { low, high } = await loadRange(partition);
    if (position > high || position < 0n) throw outOfRange(topic, partition, position, high);
    const standing = { position, fetchFrom: position };
    if (position < low) standing.fetchFrom = low;
    return standing;
  };
  const start = (): Promise<Standing> => {
    standing ??= load();
    return standing;
  };

  const fail = async (error: unknown) => {
    standing = undefined;
    if (!ending.signal.aborted) subscriber.onError?.(error, partition);
    await pauses.pause();
  };

  /** Resolves when the batch is under way. */
  const deliver = async (batch: LogBatch) => {
    const begun = Promise.withResolvers<void>();
    const work = turns.run(async () => {
      begun.resolve();
      if (ending.signal.aborted) return;
      await subscriber.onBatch(batch, losing.signal);
      pauses.reset();
    });
    underWay = work.catch(async (error: unknown) => {
      await fail(error);
      // Whatever came after it: where the reader then stands is asked for when this offset is fetched again.
      if (!ending.signal.aborted) seek(batch.fromOffset);
    });
    await begun.promise;
  };

  const takeFetched = async ({ batch }: EachBatchPayload): Promise<bigint | undefined> => {
    await underWay;
    const stand = await start();
    // Only what was fetched from where the reader stands shows that nothing lies between.
    if ('fetchedOffset' in batch && BigInt(String(batch.fetchedOffset)) > stand.fetchFrom) {
      // Where the broker has deleted what was asked for, kafkajs goes on with what is left.
      const { low } = await loadRange(partition);
      if (low > stand.fetchFrom) stand.fetchFrom = low;
      return stand.fetchFrom;
    }
    const records = toLogRecords({ topic, partition }, batch.messages, stand.position);
    if (records.length === 0) return stand.fetchFrom;
    const nextOffset = BigInt(batch.lastOffset()) + 1n;
    if (ending.signal.aborted) return stand.fetchFrom;
    await deliver({
      topic,
      partition,
      fromOffset: stand.position,
      nextOffset,
      lostRecords: Number(stand.fetchFrom - stand.position),
      records,
      highWatermark: BigInt(batch.highWatermark),
    });
    stand.position = nextOffset;
    stand.fetchFrom = nextOffset;
    return undefined;
  };

  return {
    start: async () => (await start()).fetchFrom,
    take: async (payload) => {
      try {
        return await takeFetched(payload);
      } catch (error) {
        await fail(error);
        // Whatever it is now: it is asked for when this offset is fetched again.
        return BigInt(payload.batch.firstOffset() ?? 0);
      }
    },
    end: (isLost) => {
      ending.abort();
      if (isLost) losing.abort();
    },
    idle: () => underWay,
  };
}

function outOfRange(topic: string, partition: number, position: bigint, high: bigint): EventLogError {
  return new EventLogError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${position} of ${topic}/${partition} is not between 0 and its end, ${high}.`,
  );
}
