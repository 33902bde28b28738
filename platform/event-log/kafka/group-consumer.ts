import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { createTurns, type Turns } from '#platform/waiting/turns.ts';
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
 * the reader's position.
 */
export class GroupConsumer {
  readonly #options: GroupConsumerOptions;
  readonly #consumer: Consumer;
  readonly #turns: Turns;
  readonly #failed = Promise.withResolvers<unknown>();
  #deliveries = new Map<number, PartitionDelivery>();
  #leasedUntilMs = 0;

  constructor(options: GroupConsumerOptions) {
    const { kafka, subscriber, leaseMs } = options;
    this.#options = options;
    this.#turns = createTurns(subscriber.partitionsAtOnce ?? 1);
    this.#consumer = kafka.consumer({
      groupId: subscriber.group,
      sessionTimeout: leaseMs,
      rebalanceTimeout: Math.max(leaseMs, closeDeadlines.batchMs),
      heartbeatInterval: Math.floor(leaseMs / 4),
      maxWaitTimeInMs: fetchWaitMs,
      maxBytesPerPartition: subscriber.maxBatchBytes ?? defaultBatchBytes,
      allowAutoTopicCreation: false,
      // The subscription starts a new consumer, and tells the reader.
      retry: { restartOnFailure: async () => false },
    });
    const { HEARTBEAT, GROUP_JOIN, CRASH } = this.#consumer.events;
    this.#consumer.on(HEARTBEAT, () => this.#renewLease());
    this.#consumer.on(CRASH, ({ payload }) => this.#failed.resolve(payload.error));
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#renewLease();
      this.#assign(payload.memberAssignment[subscriber.topic] ?? []);
    });
  }

  /** Resolves with the error if the stay ends by itself. */
  get failed(): Promise<unknown> {
    return this.#failed.promise;
  }

  partitions(): number[] {
    return [...this.#deliveries.keys()].toSorted((a, b) => a - b);
  }

  /** True if the broker has heard from this member within its lease. */
  isMember(): boolean {
    return performance.now() < this.#leasedUntilMs;
  }

  /** Joins; resolves when the group has given this member its share. */
  async join(): Promise<void> {
    const { topic, partitionsAtOnce = 1 } = this.#options.subscriber;
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic, fromBeginning: true });
    const running = this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.#takeBatch(payload),
    });
    await Promise.race([running, this.failed.then((error) => Promise.reject(toEventLogError(error)))]);
  }

  async leave(): Promise<void> {
    const ending = [...this.#deliveries];
    this.#deliveries = new Map();
    for (const [, delivery] of ending) delivery.end(false);
    const idle = Promise.all(ending.map(([, delivery]) => delivery.idle()));
    if (!(await settlesWithin(idle, closeDeadlines.batchMs)))
      for (const [, delivery] of ending) delivery.end(true);
    for (const [partition] of ending) this.#options.subscriber.onRevoked?.(partition);
    await settlesWithin(disconnect(this.#consumer), closeDeadlines.leaveMs);
  }

  #renewLease(): void {
    this.#leasedUntilMs = performance.now() + this.#options.leaseMs;
  }

  /** All partitions start again, because kafkajs forgets its positions; those that went elsewhere are revoked. */
  #assign(partitions: readonly number[]): void {
    const before = this.#deliveries;
    this.#deliveries = new Map(
      partitions.map((partition) => [partition, this.#createDelivery(partition, before.get(partition))]),
    );
    for (const [partition, delivery] of before) {
      const isLost = !this.#deliveries.has(partition);
      delivery.end(isLost);
      if (isLost) void delivery.idle().then(() => this.#options.subscriber.onRevoked?.(partition));
    }
    for (const [partition, delivery] of this.#deliveries) {
      // A failure is met again, and told, when something is fetched.
      delivery
        .start()
        .then((offset) => this.#seek(partition, offset))
        .catch(() => {});
    }
  }

  #createDelivery(partition: number, before: PartitionDelivery | undefined): PartitionDelivery {
    const { subscriber, loadRange } = this.#options;
    const seek = (offset: bigint) => {
      if (this.#deliveries.get(partition) !== delivery) return;
      try {
        this.#seek(partition, offset);
      } catch {
        // This consumer is ending: the next one asks for the position.
      }
    };
    const delivery: PartitionDelivery = createPartitionDelivery({
      partition,
      subscriber,
      loadRange,
      after: before?.idle() ?? Promise.resolve(),
      turns: this.#turns,
      seek,
    });
    return delivery;
  }

  #seek(partition: number, offset: bigint): void {
    this.#consumer.seek({ topic: this.#options.subscriber.topic, partition, offset: offset.toString() });
  }

  async #takeBatch(payload: EachBatchPayload): Promise<void> {
    const { partition } = payload.batch;
    const delivery = this.#deliveries.get(partition);
    if (delivery === undefined) return;
    const keepingAlive = keepAlive(payload, this.#options.leaseMs / 4);
    try {
      const elsewhere = await delivery.take(payload);
      const isCurrent = this.#deliveries.get(partition) === delivery;
      if (isCurrent && elsewhere === undefined) payload.resolveOffset(payload.batch.lastOffset());
      if (isCurrent && elsewhere !== undefined) this.#seek(partition, elsewhere);
    } finally {
      clearInterval(keepingAlive);
    }
    // Rejects when the group rebalances, upon which kafkajs joins again.
    await payload.heartbeat();
  }
}

async function disconnect(consumer: Consumer): Promise<void> {
  await consumer.disconnect().catch(() => {});
}

/** Sends heartbeats while a member works on a batch for long. */
function keepAlive(payload: EachBatchPayload, intervalMs: number): NodeJS.Timeout {
  return setInterval(() => {
    payload.heartbeat().catch(() => {});
  }, intervalMs);
}
