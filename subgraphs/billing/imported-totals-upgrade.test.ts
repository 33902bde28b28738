import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionSql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { announceAll, sumAnnounced, sumLedger, undoImport } from './testing/announced-totals.ts';
import { importChunk, importedInvoice, startTestImport } from './testing/test-import.ts';

const migrations = new URL('migrations/', import.meta.url);
/** The migration before it announces imports. */
const lastBefore = 16;

test('what an earlier release imported is announced once, also by an import under way during the upgrade', async (t) => {
  const database = await startTestImport(await copyEarlierMigrations(t, { migrations, count: lastBefore }));
  t.after(() => database.close());
  const announcing = await copyEarlierMigrations(t, { migrations, count: lastBefore + 1 });
  const { admin, batch, billing } = database;
  const invoicesOf = (name: string, count: number) =>
    Array.from({ length: count }, () => importedInvoice({ customer_name: name }));
  const job = uuid();
  await importChunk(batch, { invoices: invoicesOf('Before', 450), job });
  await importChunk(batch, { invoices: invoicesOf('Undone before', 2), job: uuid() });

  const waitForLocks = (count: number) =>
    waitFor(`${count} to wait for a lock`, async () => {
      const waiting = await admin`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return waiting.length === count;
    });
  const merge = async (tx: TransactionSql, name: string) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx(invoicesOf(name, 3))}`;
    await tx`select billing.merge_import(${uuid()})`;
  };
  let migrating: Promise<void> | undefined;
  let later: Promise<unknown> | undefined;
  await batch.begin(async (tx) => {
    await merge(tx, 'Merged and not committed');
    migrating = database.migrate(announcing);
    await waitForLocks(1);
    later = database.connect().begin((other) => merge(other, 'Merging'));
    await waitForLocks(2);
  });
  await migrating;
  await later;
  await announceAll(billing);
  assert.deepEqual(await sumAnnounced(billing), await sumLedger(billing));
  assert.equal(Object.keys(await sumLedger(billing)).length, 4);

  await undoImport(batch, job);
  assert.deepEqual(await sumAnnounced(billing), await sumLedger(billing));
});
