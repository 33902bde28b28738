import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { LogRecord } from '#platform/event-log/event-log.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';
import { FACTURATION, type FacturationMessage } from '#schema/facturation/message.ts';
import { PartitionStatistics } from '../runtime/partition-statistics.ts';
import { group } from '../runtime/read-invoices.ts';
import { loadPartition } from '../store/load-partition.ts';
import { writeBatch } from '../store/write-batch.ts';
import { createInvoiceTopology } from '../topology/invoice-topology.ts';

/** The statistics' tables in a database of a test's own, written as the process writes them. */
export interface StoredStatistics {
  readonly database: Database;
  readonly url: string;
  /** Rung when something was stored. */
  readonly changes: Bell;
  /** Whether received invoices are kept. */
  readonly keepsReceived: boolean;
  /** Stores a batch of a partition as a process does that just began with it. */
  store(partition: number, invoices: readonly Partial<TestInvoice>[]): Promise<void>;
  close(): Promise<void>;
}

/** A message with what it is recognised by. */
export interface TestInvoice extends FacturationMessage {
  readonly eventId: string;
}

export async function createStoredStatistics({ keepsReceived = true } = {}): Promise<StoredStatistics> {
  const owned = await createTestDatabase('statistics');
  const url = owned.urlOf('statistics');
  const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
  await migrateDatabase({ url, schema: 'statistics', folder: migrations });
  const database = connectDatabase({ url, name: 'test', readsArrays: false });
  const changes = createBell();
  const topology = createInvoiceTopology();
  let nth = 0;

  function toRecord(partition: number, offset: bigint, invoice: Partial<TestInvoice>): LogRecord {
    nth += 1;
    const { eventId, ...message } = {
      eventId: String(nth),
      invoiceNumber: `T-${nth}`,
      customerName: 'Boulangerie Martin',
      amountMinor: 100n,
      currency: 'EUR',
      issuedAt: new Date().toISOString(),
      ...invoice,
    };
    const record = toFacturationRecord(message, { id: eventId, source: '/test' });
    return { ...record, topic: FACTURATION, partition, offset };
  }

  return {
    database,
    url,
    changes,
    keepsReceived,
    store: async (partition, invoices) => {
      const of = { group, topic: FACTURATION, partition };
      const stored = await loadPartition(database.sql, of);
      const fromOffset = stored.nextOffset;
      const records = invoices.map((invoice, index) =>
        toRecord(partition, fromOffset + BigInt(index), invoice),
      );
      const batch = { records, fromOffset, nextOffset: fromOffset + BigInt(records.length) };
      const statistics = new PartitionStatistics(topology, stored, { keepRecords: 1_000, keepsReceived });
      await writeBatch(database.sql, of, batch, statistics.process(batch, Date.now()));
      changes.ring();
    },
    close: async () => {
      await database.close();
      await owned.close();
    },
  };
}
