import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { findMissingMigration } from '#platform/testing/missing-migration.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { csvHeader, formatCsvRow } from './csv/csv-row.ts';
import { createTableSource } from './csv/table-source.ts';
import * as tables from './tables.ts';

const migrations = new URL('migrations/', import.meta.url);

test('the migrations make the tables', async () => {
  const missing = await findMissingMigration(tables, migrations);
  assert.deepEqual(missing, []);
});

/** A row as the first release wrote it: five columns, and no apostrophe before a text that had one already. */
interface EarlierRow {
  readonly number: string;
  readonly name: string;
  readonly source: string;
  readonly fileId: number;
}

const issuedAt = '2025-12-31T23:30:00.000Z';
const headerOfFive = 'invoiceNumber,customerName,amount,currency,issuedAt\r\n';
const neutralise = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const formatEarlier = ({ number, name }: EarlierRow) =>
  `${neutralise(number)},${neutralise(name)},12.50,EUR,${issuedAt}\r\n`;

async function insertEarlier(sql: Sql, rows: readonly EarlierRow[]): Promise<void> {
  for (const [id, ofFile] of Map.groupBy(rows, ({ fileId }) => fileId)) {
    const bytes = headerOfFive.length + Buffer.byteLength(ofFile.map(formatEarlier).join(''));
    const first = rows.findIndex(({ fileId }) => fileId === id) + 1;
    await sql`
      insert into csv_files (id, name, day, first_sequence, row_count, bytes)
      values (${id}, ${`${id}.csv`}, '2026-01-01', ${first}, ${ofFile.length}, ${bytes})`;
    let start = headerOfFive.length;
    for (const [nth, row] of ofFile.entries()) {
      await sql`
        insert into invoices (
          sequence, id, event_id, event_source, invoice_number, customer_name, amount, currency, issued_at,
          log_partition, log_offset, csv_file_id, csv_start)
        values (
          ${first + nth}, ${randomUUID()}, ${String(first + nth)}, ${row.source}, ${row.number}, ${row.name}, 12.50,
          'EUR', ${issuedAt}, 0, ${first + nth}, ${id}, ${start})`;
      start += Buffer.byteLength(formatEarlier(row));
    }
  }
}

test('rows that the first release placed stand where they are written now, dated in the seller’s zone', async (t) => {
  const owned = await createTestDatabase('sink');
  t.after(() => owned.close());
  const url = owned.urlOf('sink');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 1 });
  await migrateDatabase({ url, schema: 'sink', folder: earlier });
  const { sql, close } = connectDatabase({ url, name: 'test' });
  t.after(() => close());
  const names = ['Ada', "'=1+1", 'Ada', "''-1", "'t Hooft", '=1', '＝1', "'－1", 'Ada'];
  const rows = names.map((name, nth) => ({
    number: nth === 3 ? "'@3" : `N-${nth}`,
    name,
    source: nth % 2 === 0 ? '/billing' : '/simulator/SIM',
    fileId: 1,
  }));
  await insertEarlier(sql, [...rows, { number: 'N-9', name: 'Ada', source: '/billing', fileId: 2 }]);

  const folder = fileURLToPath(migrations);
  await migrateDatabase({ url, schema: 'sink', folder, timeZone: 'Europe/Paris' });
  const source = createTableSource(sql);
  const placed = await source.readRows(1n, 100);
  assert.deepEqual(
    placed.map(({ isSimulated, issueDate }) => [isSimulated, issueDate]),
    [false, true, false, true, false, true, false, true, false, false].map((isSimulated) => [
      isSimulated,
      '2026-01-01',
    ]),
  );
  for (const { id, bytes } of await source.listFiles()) {
    let end = csvHeader.length;
    for (const row of placed.filter(({ fileId }) => fileId === id)) {
      assert.equal(row.start, end, `row ${row.sequence}`);
      end += Buffer.byteLength(formatCsvRow(row));
    }
    assert.equal(bytes, end, `file ${id}`);
  }
});
