import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { quietRequestQueue } from '#platform/patches/quiet-request-queue.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { unlessAborted } from '#platform/waiting/unless-aborted.ts';
import type { EventLog, Subscription } from '../event-log.ts';
import { EventLogError } from '../event-log-error.ts';
import { watchDelivery } from '../watch-delivery.ts';
import { createAppender } from './appender.ts';
import { explain } from './explain.ts';
import { readWireRecords } from './read-wire-records.ts';
import { startSubscription } from './subscription.ts';
import { createTopics } from './topics.ts';

export interface KafkaEventLogOptions extends Pick<KafkaConfig, 'ssl' | 'sasl'> {
  /** `host:port` of some brokers; they name the others. */
  readonly brokers: readonly string[];
  /** The process that reads or writes; shown in the brokers' logs and metrics. */
  readonly name: string;
  /** The time for which a silent reader keeps its partitions; 10 s when absent. */
  readonly leaseMs?: number;
}

/** Opens the event log that Kafka brokers (4.0 or later) keep. */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  quietRequestQueue();
  readWireRecords();
  const { brokers, name: clientId, leaseMs = 10_000, ssl, sasl } = options;
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 8 },
    // Important errors reach the caller as exceptions, or a subscriber by onError.
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await explain(() => admin.connect());
  const topics = createTopics(admin);
  const appender = createAppender(kafka);
  const oneByOne = createTurns(1);
  const subscriptions = new Set<Subscription>();
  let isClosed = false;

  const use = <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (isClosed) throw new EventLogError('LOG_CLOSED', 'The event log is closed.');
    return explain(work);
  };
  const loadRanges = async (topic: string) => {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ low, high }) => ({ low: BigInt(low), high: BigInt(high) }));
  };

  return {
    ensureTopic: (topic, partitions) => use(() => topics.ensure(topic, partitions)),

    append: async (topic, records, signal) => {
      signal?.throwIfAborted();
      if (records.length === 0) return [];
      const appended = oneByOne.run(() =>
        use(async () => {
          signal?.throwIfAborted();
          return appender.append(topic, await topics.get(topic), records);
        }),
      );
      return unlessAborted(appended, signal);
    },

    subscribe: (subscriber) =>
      use(async () => {
        const { topic } = subscriber;
        await topics.get(topic);
        const loadRange = async (partition: number) =>
          (await loadRanges(topic))[partition] ?? { low: 0n, high: 0n };
        const subscription = await watchDelivery(subscriber, (watched) =>
          startSubscription({ kafka, subscriber: watched, leaseMs, loadRange }),
        );
        subscriptions.add(subscription);
        return {
          ...subscription,
          close: async () => {
            await subscription.close();
            subscriptions.delete(subscription);
          },
        };
      }),

    startOffsets: (topic) =>
      use(async () => {
        await topics.get(topic);
        return (await loadRanges(topic)).map(({ low }) => low);
      }),

    endOffsets: (topic) =>
      use(async () => {
        await topics.get(topic);
        return (await loadRanges(topic)).map(({ high }) => high);
      }),

    ping: () =>
      use(async () => {
        await admin.describeCluster();
      }),

    close: async () => {
      isClosed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await Promise.all([appender.close(), admin.disconnect().catch(() => {})]);
    },
  };
}
