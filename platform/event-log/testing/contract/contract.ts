import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { EventLog, LogRecord } from '../../event-log.ts';
import { appendCases } from './append-cases.ts';
import type { Bench } from './bench.ts';
import { groupCases } from './group-cases.ts';
import { outageCases } from './outage-cases.ts';
import { readCases } from './read-cases.ts';
import { createReaderStore, createReaderTables } from './reader-store.ts';
import { openLog, type ServerUnderTest } from './server-under-test.ts';

/** Defines the cases that every adapter of the port passes, on a server that may be killed. */
export function defineEventLogContract(start: () => Promise<ServerUnderTest>): void {
  let server: ServerUnderTest;
  let log: EventLog;
  let database: TestDatabase;
  let connected: Database;
  const opened: EventLog[] = [];

  before(async () => {
    [server, database] = await Promise.all([start(), createTestDatabase('reader')]);
    connected = connectDatabase({ url: database.urlOf('reader'), name: 'reader' });
    await createReaderTables(connected.sql);
    log = await openLog(server.connection);
    opened.push(log);
  });

  after(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await connected.close();
    await database.close();
    await server.stop();
  });

  const bench: Bench = {
    server: () => server,
    log: () => log,
    readerUrl: () => database.urlOf('reader'),
    openLog: async () => {
      const another = await openLog(server.connection);
      opened.push(another);
      return another;
    },
    createTopic: async (partitions) => {
      const topic = `topic-${uuid()}`;
      await log.ensureTopic(topic, partitions);
      return topic;
    },
    createStore: (topic, group) => createReaderStore(connected.sql, topic, group),
    collect: async (topic, options) => {
      const records: LogRecord[] = [];
      const subscription = await log.subscribe({
        topic,
        group: uuid(),
        startAt: async () => 0n,
        onBatch: async (batch) => {
          records.push(...batch.records);
        },
        ...options,
      });
      return { records, subscription };
    },
  };

  for (const cases of [appendCases, readCases, groupCases, outageCases]) {
    for (const [name, run] of Object.entries(cases)) test(name, () => run(bench));
  }
}
