import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { importChunk, importedInvoice, startTestImport, type TestImport } from './testing/test-import.ts';

let database: TestImport;
before(async () => {
  database = await startTestImport();
});
after(() => database.close());

interface GivenPayment {
  readonly number: string;
  readonly minor: number;
  readonly entry?: string;
}

/** Imports payments in one transaction; returns how many are new, and the codes of the others by row. */
async function importPayments(sql: Sql, given: readonly GivenPayment[], job = uuid()) {
  return sql.begin(async (tx) => {
    await tx`select billing.open_payments()`;
    for (const [index, { number, minor, entry }] of given.entries()) {
      await tx`
        insert into import_payments (row_number, id, amount_minor, currency, paid_on, method, reference, entry_id)
        values (${index + 1}, ${uuid()}, ${minor}, 'EUR', '2026-03-02', 'CASH', ${`R${index}`}, ${entry ?? null})`;
      await tx`
        insert into import_payment_references (row_number, level, text, first_word, last_word)
        values (${index + 1}, 1, ${number}, 0, 4000)`;
    }
    const [row] = await tx<[{ inserted: number; refused: { rowNumber: number; codes: string[] }[] }]>`
      select inserted::int, refused from billing.import_payments(${job}, '{}')`;
    const refused = row.refused.map(({ rowNumber, codes }) => `${rowNumber} ${codes.join()}`);
    return { inserted: row.inserted, refused: refused.toSorted() };
  });
}

async function bill(count: number): Promise<string[]> {
  const invoices = Array.from({ length: count }, () => importedInvoice());
  await importChunk(database.batch, { invoices });
  return invoices.map(({ number }) => number);
}

test('the batch worker may only call the functions, and the tables must be those that they made', async () => {
  const { batch, admin } = database;
  for (const statement of [
    'select billing.match_payments()',
    'select * from billing.payments',
    'select * from billing.payment_entries',
    `insert into billing.payment_entries values (gen_random_uuid(), 'x', gen_random_uuid(), 1)`,
  ]) {
    await assert.rejects(batch.unsafe(statement), { code: '42501' }, statement);
  }
  const own = admin.begin(async (tx) => {
    await tx`create temporary table import_payments (row_number bigint)`;
    await tx`select * from billing.import_payments(${uuid()}, '{}')`;
  });
  await assert.rejects(own, { code: '42501', message: /not one that open_payments\(\) made/ });
});

test('partitions that bring payments of the same invoices in opposite orders wait for each other', async () => {
  const numbers = await bill(60);
  const payments = numbers.map((number) => ({ number, minor: 7_000 }));
  const [one, other] = await Promise.all([
    importPayments(database.batch, payments),
    importPayments(database.connect(), payments.toReversed()),
  ]);
  const results = [one, other].toSorted((a, b) => b.inserted - a.inserted);
  assert.deepEqual(
    results.map(({ inserted }) => inserted),
    [60, 0],
  );
  assert.ok(results[1]?.refused.every((refusal) => refusal.endsWith(' ABOVE_BALANCE')));
});

test('an entry of a bank that two files bring at once is stored once', async () => {
  const [first = '', second = ''] = await bill(2);
  const bring = (sql: Sql, number: string) =>
    importPayments(sql, [{ number, minor: 100, entry: 'IBAN/1' }]).catch(
      ({ code }: { code: string }) => code,
    );
  const results = await Promise.all([bring(database.batch, first), bring(database.connect(), second)]);
  const isNew = (result: (typeof results)[number]) => typeof result !== 'string' && result.inserted === 1;
  assert.equal(results.filter(isNew).length, 1);
  // The second is told to try again, or that the entry is there for another invoice.
  const late = results.find((result) => !isNew(result));
  assert.ok(late === '40001' || (typeof late !== 'string' && late?.refused[0] === '1 CONFLICT'));
  const [stored] = await database.admin`
    select count(*)::int as count from billing.payment_entries where entry_key = 'bank IBAN/1'`;
  assert.deepEqual({ ...stored }, { count: 1 });
});
