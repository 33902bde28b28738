import postgres from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { startSweeper } from '#platform/database/sweeper.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { unlessAborted } from '#platform/waiting/unless-aborted.ts';
import type { EventLog, Subscription } from '../event-log.ts';
import { EventLogError } from '../event-log-error.ts';
import { watchDelivery } from '../watch-delivery.ts';
import { answerWithin } from './answer-within.ts';
import { appendRecords } from './append-records.ts';
import { deleteOverdue, sweepEveryMs } from './delete-overdue.ts';
import { openNotifications } from './notifications.ts';
import { prepareUnlessForeign } from './prepare-event-log.ts';
import { readEndOffsets, readStartOffsets } from './read-batch.ts';
import { startSubscription } from './subscription.ts';
import { createTopics } from './topics.ts';

export interface PostgresEventLogOptions {
  /** With a role that reads or writes the log, or with `event_log`, which owns it. */
  readonly url: string;
  /** The process that reads or writes; shown in `pg_stat_activity`. */
  readonly name: string;
  /** The most connections at once, besides one that listens; 6 when absent. */
  readonly maxConnections?: number;
  /** The time for which a silent reader keeps its partitions; 10 s when absent. */
  readonly leaseMs?: number;
  /** The time between two checks for new records while no notification comes; 1 s when absent. */
  readonly pollMs?: number;
  /** The shortest time for which records are kept, counted from their append, if the role owns the log; 7 days when absent, 0 keeps all. */
  readonly retentionMs?: number;
}

/** Opens the event log that PostgreSQL keeps, and brings its tables up to date if the role owns them. */
export async function openPostgresEventLog(options: PostgresEventLogOptions): Promise<EventLog> {
  await explain(() => prepareUnlessForeign(options.url, options.retentionMs));
  const { sql, ping, ...database } = connectDatabase({
    url: options.url,
    name: options.name,
    maxConnections: options.maxConnections ?? 6,
  });
  // Appended records must survive a crash of the server, whatever its settings.
  const appending = connectDatabase({
    url: withDurableCommits(options.url),
    name: options.name,
    maxConnections: 1,
  });
  const topics = createTopics(sql);
  const notifications = openNotifications(options.url);
  const leaseMs = options.leaseMs ?? 10_000;
  const times = { leaseMs, heartbeatMs: leaseMs / 4, pollMs: options.pollMs ?? 1000 };
  const sweeper = startSweeper({
    what: 'records of the event log',
    everyMs: sweepEveryMs,
    deleteSome: () => deleteOverdue(sql),
  });
  void sweeper.sweep();
  const oneByOne = createTurns(1);
  const subscriptions = new Set<Subscription>();
  let isClosed = false;

  const use = <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (isClosed) throw new EventLogError('LOG_CLOSED', 'The event log is closed.');
    return explain(() => answerWithin(work()));
  };

  return {
    ensureTopic: (topic, partitions) => use(async () => (await topics.ensure(topic, partitions)).partitions),

    append: async (topic, records, signal) => {
      signal?.throwIfAborted();
      if (records.length === 0) return [];
      const appended = oneByOne.run(() =>
        use(async () => {
          signal?.throwIfAborted();
          return appendRecords(appending.sql, await topics.get(topic), records);
        }),
      );
      return unlessAborted(appended, signal);
    },

    subscribe: (subscriber) =>
      use(async () => {
        const topic = await topics.get(subscriber.topic);
        const subscription = await watchDelivery(subscriber, (watched) =>
          startSubscription({ sql, topic, notifications, subscriber: watched, times }),
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

    startOffsets: (topic) => use(async () => readStartOffsets(sql, await topics.get(topic))),

    endOffsets: (topic) => use(async () => readEndOffsets(sql, await topics.get(topic))),

    ping: () => use(ping),

    close: async () => {
      isClosed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await sweeper.close();
      await Promise.all([notifications.close(), database.close(), appending.close()]);
    },
  };
}

function withDurableCommits(url: string): string {
  const durable = new URL(url);
  durable.searchParams.set('synchronous_commit', 'on');
  return durable.href;
}

/** Names the failure of a server that is away as the port does. */
async function explain<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (isOfServer(error)) {
      throw new EventLogError('LOG_UNAVAILABLE', 'The PostgreSQL server of the event log did not answer.', {
        cause: error,
      });
    }
    throw error;
  }
}

/** Connection failures have no SQLSTATE; of those with one, these say that the server or the connection goes away. */
const passingStates = /^(08|53|57|40|55P03)/;

function isOfServer(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error instanceof EventLogError) return false;
  return !(error instanceof postgres.PostgresError) || passingStates.test(error.code);
}
