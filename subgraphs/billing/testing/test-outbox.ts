import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { EventLog, LogRecord } from '#platform/event-log/event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createMigratedDatabase } from '#platform/testing/template-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { writeMessage } from '../outbox/write-message.ts';

/** Billing's tables and an event log, with a topic, in a database of a test's own. */
export interface TestOutbox {
  readonly database: Database;
  readonly log: EventLog;
  readonly billingUrl: string;
  readonly logUrl: string;
  /** Writes a message, whose value is its text, in a transaction of the caller's or in one of its own. */
  write(key: string, text: string, tx?: Transaction): Promise<void>;
  /** All that a topic holds, partition by partition. */
  readAll(topic: string): Promise<LogRecord[]>;
  /** The number of waiting messages. */
  countWaiting(): Promise<number>;
  close(): Promise<void>;
}

export async function createTestOutbox(): Promise<TestOutbox> {
  const folder = fileURLToPath(new URL('../migrations', import.meta.url));
  const owned = await createMigratedDatabase({
    name: 'outbox',
    contexts: [{ name: 'billing', makesTemporaryTables: true }, 'event_log'],
    migrate: (empty) => migrateDatabase({ url: empty.urlOf('billing'), schema: 'billing', folder }),
  });
  const billingUrl = owned.urlOf('billing');
  const logUrl = owned.urlOf('event_log');
  const database = connectDatabase({ url: billingUrl, name: 'test', maxConnections: 30 });
  const log = await openPostgresEventLog({ url: logUrl, name: 'test' });
  return {
    database,
    log,
    billingUrl,
    logUrl,
    write: async (key, text, tx) => {
      const eventId = uuid();
      const message = { eventId, key, value: Buffer.from(text), headers: { ce_id: eventId } };
      const write = (inside: Transaction) => writeMessage(inside, { ...message, occurredAt: new Date() });
      await (tx === undefined ? database.db.transaction(write) : write(tx));
    },
    readAll: (topic) => readAll(log, topic),
    countWaiting: async () => {
      const [row] = await database.sql<
        { count: number }[]
      >`select count(*)::int as count from billing.outbox`;
      return row?.count ?? 0;
    },
    close: async () => {
      await log.close();
      await database.close();
      await owned.close();
    },
  };
}

async function readAll(log: EventLog, topic: string): Promise<LogRecord[]> {
  const ends = await log.endOffsets(topic);
  const partitions = ends.map((): LogRecord[] => []);
  const subscription = await log.subscribe({
    topic,
    group: uuid(),
    startAt: async () => 0n,
    onBatch: async ({ partition, records }) => void partitions[partition]?.push(...records),
  });
  try {
    const isRead = (end: bigint, partition: number) =>
      (partitions[partition]?.at(-1)?.offset ?? -1n) + 1n >= end;
    await waitFor('the topic to be read', () => ends.every(isRead));
  } finally {
    await subscription.close();
  }
  return partitions.flat();
}
