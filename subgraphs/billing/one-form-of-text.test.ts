import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { v7 as uuid } from 'uuid';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { copyEarlierMigrations } from '#platform/testing/earlier-migrations.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { importChunk, importedInvoice, importedWithLines } from './testing/test-import.ts';

test('invoices that were imported in another Unicode form are found under the present form', async (t) => {
  const migrations = new URL('migrations/', import.meta.url);
  const database = await createTestDatabase({ name: 'billing', makesTemporaryTables: true }, 'batch');
  t.after(() => database.close());
  const url = database.urlOf('billing');
  const earlier = await copyEarlierMigrations(t, { migrations, count: 12 });
  await migrateDatabase({ url, schema: 'billing', folder: earlier });
  const [billing, batch] = [url, database.urlOf('batch')].map((at) => postgres(at, { max: 1 }));
  assert.ok(billing && batch);
  t.after(() => Promise.all([billing.end({ timeout: 5 }), batch.end({ timeout: 5 })]));

  const before = importedWithLines([10_000], {
    number: 'RE\u0301-1',
    customer_name: 'Ka\u0308the\u200b\u00a0B.',
  });
  const lines = before.lines.map((line) => ({ ...line, description: 'Cafe\u0301' }));
  const twins = [importedInvoice({ number: 'RE\u0301-2' }), importedInvoice({ number: 'R\u00c9-2' })];
  // Quantities were thousandths then.
  const earlierLines = lines.map(({ quantity_e4, ...line }) => ({
    ...line,
    quantity_milli: quantity_e4 / 10,
  }));
  await batch.begin(async (tx) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx([before.invoice, ...twins])}`;
    await tx`insert into import_lines ${tx(earlierLines)}`;
    await tx`select billing.merge_import(${uuid()})`;
  });

  await migrateDatabase({ url, schema: 'billing', folder: fileURLToPath(migrations) });
  const [stored] = await billing`
    select number, customer_name, version, (select description from billing.invoice_lines where invoice_id = invoices.id)
    from billing.invoices where id = ${before.invoice.id}`;
  assert.deepEqual(
    { ...stored },
    { number: 'R\u00c9-1', customer_name: 'K\u00e4the B.', version: 1, description: 'Caf\u00e9' },
  );
  const numbers = await billing`
    select number from billing.invoices where id = any (${twins.map(({ id }) => id)}) order by number`;
  assert.deepEqual(
    numbers.map(({ number }) => number),
    ['RE\u0301-2', 'R\u00c9-2'],
  );

  const id = uuid();
  const again = {
    invoices: [{ ...before.invoice, id, number: 'R\u00c9-1', customer_name: 'K\u00e4the B.' }],
    lines: lines.map((line) => ({ ...line, id: uuid(), invoice_id: id, description: 'Caf\u00e9' })),
  };
  // A session's temporary tables are as the migrations before made them: a worker of the new version has one of its own.
  const newer = postgres(database.urlOf('batch'), { max: 1 });
  t.after(() => newer.end({ timeout: 5 }));
  const { inserted, already_there, conflicts } = await importChunk(newer, again);
  assert.deepEqual({ inserted, already_there, conflicts }, { inserted: 0, already_there: 1, conflicts: [] });
  await assert.rejects(billing`update billing.invoices set customer_name = 'x', version = version + 1`);
  await assert.rejects(billing`update billing.invoice_lines set description = 'x'`);
});
