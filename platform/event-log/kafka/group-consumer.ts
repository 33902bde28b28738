import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { SubscribeOptions } from '../event-log.ts';
import { defaultBatchBytes } from '../limits.ts';
import { toEventLogError } from './explain.ts';
import { createPartitionDelivery, type PartitionDelivery } from './partition-delivery.ts';

export interface GroupConsumerOptions {
  readonly kafka: Kafka;
  readonly subscriber: SubscribeOptions;
  readonly leaseMs: number;
  readonly loadRange: (partition: number) => Promise<{ low: bigint; high: bigint }>;
}

/** The time that a fetch waits at the broker for new records; a rebalance and closing wait for it. */
const fetchWaitMs = 250;

/**
 * One stay in a group, from joining to leaving or to a failure that kafkajs does not recover from.
 *
 * The group's own offsets are not used: every assignment begins at the start of the partition, and seeks from there to
 * where the reader says.
 */
export function createGroupConsumer({ kafka, subscriber, leaseMs, loadRange }: GroupConsumerOptions) {
  const { topic, group } = subscriber;
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: leaseMs,
    rebalanceTimeout: Math.max(leaseMs, closeDeadlines.batchMs),
    heartbeatInterval: Math.floor(leaseMs / 4),
    maxWaitTimeInMs: fetchWaitMs,
    maxBytesPerPartition: subscriber.maxBatchBytes ?? defaultBatchBytes,
    allowAutoTopicCreation: false,
    // Whoever runs this starts it anew, and tells the reader.
    retry: { restartOnFailure: async () => false },
  });
  const turns = createTurns(subscriber.partitionsAtOnce ?? 1);
  let deliveries = new Map<number, PartitionDelivery>();
  const failed = Promise.withResolvers<unknown>();
  let leasedUntil = 0;
  const renewLease = () => {
    leasedUntil = performance.now() + leaseMs;
  };
  consumer.on(consumer.events.HEARTBEAT, renewLease);
  consumer.on(consumer.events.GROUP_JOIN, renewLease);
  consumer.on(consumer.events.CRASH, ({ payload }) => failed.resolve(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => assign(payload.memberAssignment[topic] ?? []));

  /** All partitions start anew, as kafkajs forgets where it was; those that went elsewhere are revoked. */
  const assign = (partitions: readonly number[]) => {
    const before = deliveries;
    deliveries = new Map(
      partitions.map((partition) => {
        const after = before.get(partition)?.idle() ?? Promise.resolve();
        const seekThere = (offset: bigint) => {
          if (deliveries.get(partition) !== delivery) return;
          try {
            seek(partition, offset);
          } catch {
            // This consumer is ending: the one after it asks where to begin.
          }
        };
        const delivery: PartitionDelivery = createPartitionDelivery({
          partition,
          subscriber,
          loadRange,
          after,
          turns,
          seek: seekThere,
        });
        return [partition, delivery];
      }),
    );
    for (const [partition, delivery] of before) {
      const isLost = !deliveries.has(partition);
      delivery.end(isLost);
      if (isLost) void delivery.idle().then(() => subscriber.onRevoked?.(partition));
    }
    for (const [partition, delivery] of deliveries) {
      // A failure is met again, and told, when something is fetched.
      delivery
        .start()
        .then((offset) => seek(partition, offset))
        .catch(() => {});
    }
  };

  const seek = (partition: number, offset: bigint) =>
    consumer.seek({ topic, partition, offset: offset.toString() });

  const eachBatch = async (payload: EachBatchPayload) => {
    const { partition } = payload.batch;
    const delivery = deliveries.get(partition);
    if (delivery === undefined) return;
    const keepingAlive = keepAlive(payload, leaseMs / 4);
    try {
      const elsewhere = await delivery.take(payload);
      const isCurrent = deliveries.get(partition) === delivery;
      if (isCurrent && elsewhere === undefined) payload.resolveOffset(payload.batch.lastOffset());
      if (isCurrent && elsewhere !== undefined) seek(partition, elsewhere);
    } finally {
      clearInterval(keepingAlive);
    }
    // Rejects when the group rebalances, upon which kafkajs joins again.
    await payload.heartbeat();
  };

  return {
    partitions: () => [...deliveries.keys()].toSorted((a, b) => a - b),

    /** True if the broker has heard from this member within its lease. */
    isMember: () => performance.now() < leasedUntil,

    /** Joins; resolves when the group has given this member its share. */
    join: async (): Promise<void> => {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      const running = consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: subscriber.partitionsAtOnce ?? 1,
        eachBatch,
      });
      await Promise.race([running, failed.promise.then((error) => Promise.reject(toEventLogError(error)))]);
    },

    /** Why it ended by itself. */
    failed: failed.promise,

    leave: async (): Promise<void> => {
      const ending = [...deliveries];
      deliveries = new Map();
      for (const [, delivery] of ending) delivery.end(false);
      const idle = Promise.all(ending.map(([, delivery]) => delivery.idle()));
      if (!(await settlesWithin(idle, closeDeadlines.batchMs)))
        for (const [, delivery] of ending) delivery.end(true);
      for (const [partition] of ending) subscriber.onRevoked?.(partition);
      await settlesWithin(disconnect(consumer), closeDeadlines.leaveMs);
    },
  };
}

async function disconnect(consumer: Consumer): Promise<void> {
  await consumer.disconnect().catch(() => {});
}

/** A member that works on a batch for long is alive all the same. */
function keepAlive(payload: EachBatchPayload, intervalMs: number): NodeJS.Timeout {
  return setInterval(() => {
    payload.heartbeat().catch(() => {});
  }, intervalMs);
}

export type GroupConsumer = ReturnType<typeof createGroupConsumer>;
