import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { LogRecord } from '#platform/event-log/event-log.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { type Bell, createBell } from '#platform/waiting/bell.ts';
import { type EventRecord, toFacturationRecord } from '#schema/facturation/event.ts';
import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import { FACTURATION, type FacturationMessage } from '#schema/facturation/message.ts';
import { createInvoiceTopology } from '../figures/topology.ts';
import { PartitionStatistics } from '../runtime/partition-statistics.ts';
import { loadStoredPartition } from '../store/load-partition.ts';
import { readerGroup } from '../store/reader-group.ts';
import { writeBatch } from '../store/write-batch.ts';
import { toImportedRecord } from './imported-record.ts';

/** The statistics' tables in a database of a test's own, written as the process writes them. */
export interface StoredStatistics {
  readonly database: Database;
  readonly url: string;
  /** Rung when something was stored. */
  readonly changes: Bell;
  /** True if received invoices are kept. */
  readonly keepsReceived: boolean;
  /** Stores a batch of a partition as a process does that just began with it. */
  store(partition: number, invoices: readonly Partial<TestInvoice>[]): Promise<void>;
  /** Stores, likewise, a batch of one record with totals of imported invoices. */
  storeImported(
    partition: number,
    totals: readonly Partial<ImportedTotal>[],
    eventId?: string,
  ): Promise<void>;
  /** Stores, likewise, a batch of payments, credit notes and voided invoices. */
  storeSettlements(partition: number, records: readonly EventRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** A message with what it is recognised by. */
interface TestInvoice extends FacturationMessage {
  readonly eventId: string;
}

export async function createStoredStatistics({ keepsReceived = true } = {}): Promise<StoredStatistics> {
  const owned = await createTestDatabase('statistics');
  const url = owned.urlOf('statistics');
  const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
  await migrateDatabase({ url, schema: 'statistics', folder: migrations });
  const database = connectDatabase({ url, name: 'test' });
  const changes = createBell();
  const topology = createInvoiceTopology();
  let nth = 0;

  type Unplaced = Omit<LogRecord, 'topic' | 'partition' | 'offset'>;

  function toRecord(invoice: Partial<TestInvoice>): Unplaced {
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
    return toFacturationRecord(message, { id: eventId, source: '/test' });
  }

  async function storeRecords(partition: number, unplaced: readonly Unplaced[]): Promise<void> {
    const of = { group: readerGroup, topic: FACTURATION, partition };
    const stored = await loadStoredPartition(database.sql, of);
    const fromOffset = stored.nextOffset;
    const records = unplaced.map((record, index) => ({
      ...record,
      topic: FACTURATION,
      partition,
      offset: fromOffset + BigInt(index),
    }));
    const batch = { records, fromOffset, nextOffset: fromOffset + BigInt(records.length) };
    const statistics = new PartitionStatistics(topology, stored, { keepRecords: 1_000, keepsReceived });
    await writeBatch(database.sql, of, batch, statistics.process(batch, Date.now()));
    changes.ring();
  }

  return {
    database,
    url,
    changes,
    keepsReceived,
    store: (partition, invoices) => storeRecords(partition, invoices.map(toRecord)),
    storeImported: (partition, totals, eventId = randomUUID()) =>
      storeRecords(partition, [{ headers: {}, ...toImportedRecord(totals, eventId) }]),
    storeSettlements: (partition, records) => storeRecords(partition, records),
    close: async () => {
      await database.close();
      await owned.close();
    },
  };
}
