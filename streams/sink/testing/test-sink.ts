import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import type { FacturationMessage } from '#schema/facturation/message.ts';
import { csvHeader, formatCsvRow } from '../csv/csv-row.ts';
import { createTableSource } from '../csv/table-source.ts';
import type { LoggedInvoice } from '../store/store-invoices.ts';

/** A database of the sink's, migrated, with a folder for its files and the schema of the event log beside it. */
export interface TestSink {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly eventLogUrl: string;
  readonly csvFolder: string;
  /** The content of the folder, by name. */
  readFiles(): Promise<Record<string, string>>;
  /** The content that it should have according to the tables. */
  expectedFiles(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function createTestSink(): Promise<TestSink> {
  const owned = await createTestDatabase('sink', 'event_log');
  const databaseUrl = owned.urlOf('sink');
  const folder = fileURLToPath(new URL('../migrations', import.meta.url));
  await migrateDatabase({ url: databaseUrl, schema: 'sink', folder, timeZone: 'UTC' });
  const database = connectDatabase({ url: databaseUrl, name: 'test' });
  const csvFolder = await mkdtemp(join(tmpdir(), 'sink-'));
  return {
    database,
    databaseUrl,
    eventLogUrl: owned.urlOf('event_log'),
    csvFolder,
    readFiles: async () => {
      const names = (await readdir(csvFolder)).filter((name) => name.endsWith('.csv')).toSorted();
      const texts = await Promise.all(names.map((name) => readFile(join(csvFolder, name), 'utf8')));
      return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
    },
    expectedFiles: async () => {
      const source = createTableSource(database.sql);
      const rows = await source.readRows(1n, 1_000_000);
      const files: Record<string, string> = {};
      for (const row of rows) files[row.fileName] = (files[row.fileName] ?? csvHeader) + formatCsvRow(row);
      return files;
    },
    close: async () => {
      await database.close();
      await owned.close();
      await rm(csvFolder, { recursive: true, force: true });
    },
  };
}

/** A message that is right, but for what a test changes. */
export function createMessage(number: number, changes: Partial<FacturationMessage> = {}): FacturationMessage {
  return {
    invoiceNumber: `2026-${String(number).padStart(6, '0')}`,
    customerName: 'Ada Lovelace',
    amountMinor: 1_250n + BigInt(number),
    currency: 'EUR',
    issuedAt: '2026-03-01T09:30:00.000Z',
    ...changes,
  };
}

/** An invoice as it comes from the log. */
export function createReceived(number: number, changes: Partial<LoggedInvoice> = {}): LoggedInvoice {
  return {
    eventId: randomUUID(),
    eventSource: '/test',
    invoiceNumber: `2026-${String(number).padStart(6, '0')}`,
    customerName: 'Ada Lovelace',
    customerId: null,
    amount: '12.50',
    currency: 'EUR',
    issuedAt: '2026-03-01T09:30:00.000Z',
    issueDate: '2026-03-01',
    isSimulated: false,
    partition: 0,
    offset: BigInt(number),
    ...changes,
  };
}
