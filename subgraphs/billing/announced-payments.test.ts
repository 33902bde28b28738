import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import { parseEventHeaders } from '#schema/facturation/event.ts';
import { decodeImportedPayments, importedPaymentsType } from '#schema/facturation/imported-payments.ts';
import {
  type ImportedInvoice,
  importChunk,
  importedInvoice,
  startTestImport,
  type TestImport,
} from './testing/test-import.ts';

const customerId = '0195f3a0-0000-7000-8000-000000000001';
let database: TestImport;

before(async () => {
  database = await startTestImport();
});
after(() => database.close());
beforeEach(async () => {
  await announceAll();
  await database.billing`delete from billing.outbox`;
});

async function announceAll(): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    const [row] = await database.billing<{ announced: number }[]>`
      select billing.announce_payments(2) as announced`;
    if (row?.announced === 0) return steps;
  }
}

async function readAnnounced() {
  const rows = await database.billing<
    { value: Uint8Array; headers: Record<string, string>; event_id: string }[]
  >`
    select value, headers, event_id from billing.outbox where headers->>'ce_type' = ${importedPaymentsType}
    order by position`;
  return rows.map(({ value, headers, event_id: id }) => {
    const event = { id, source: '/billing' };
    assert.deepEqual(parseEventHeaders(headers, importedPaymentsType), { kind: 'event', event });
    const decoded = decodeImportedPayments(value);
    if (decoded.kind === 'invalid') assert.fail(JSON.stringify(decoded.problems));
    return decoded.totals;
  });
}

/** Imports an invoice of 120.00 and gives its id. */
async function importOne(changes: Partial<ImportedInvoice>): Promise<string> {
  const invoice = importedInvoice(changes);
  await importChunk(database.batch, { invoices: [invoice] });
  return invoice.id;
}

/** Pays invoices in one statement, as a file does or, without a job, as a person does. */
async function pay(
  amounts: readonly (readonly [invoiceId: string, amountMinor: number])[],
  job: string | null = uuid(),
) {
  const rows = amounts.map(([invoiceId, amountMinor], index) => ({
    id: uuid(),
    invoice_id: invoiceId,
    kind: amountMinor > 0 ? 'PAYMENT' : 'REFUND',
    amount_minor: amountMinor,
    method: 'BANK_TRANSFER',
    paid_on: '2026-03-01',
    recorded_by: 'test',
    recorded_at: '2026-03-01T12:00:00Z',
    import_job_id: job,
    import_row: job === null ? null : index + 1,
  }));
  await database.billing`insert into billing.payments ${database.billing(rows)}`;
  return rows.map(({ id }) => id);
}

test('payments of a file are announced in sums by customer and currency', async () => {
  const [first, second, third] = [
    await importOne({ customer_name: 'Ada', customer_id: customerId }),
    await importOne({ customer_name: 'Ada', customer_id: customerId }),
    await importOne({ customer_name: 'Bo', currency: 'JPY' }),
  ];
  await pay([
    [first, 1_000],
    [first, 1],
    [second, 12_000],
  ]);
  await pay([[third, 7]]);
  assert.deepEqual(await readAnnounced(), []);
  assert.equal(await announceAll(), 1);
  const sums = (await readAnnounced())
    .flat()
    .toSorted((a, b) => a.customerName.localeCompare(b.customerName));
  assert.deepEqual(sums, [
    { customerId, customerName: 'Ada', currency: 'EUR', count: 3, amountMinor: 13_001n },
    { customerName: 'Bo', currency: 'JPY', count: 1, amountMinor: 7n },
  ]);
});

test('a payment that a person records is not among them', async () => {
  const invoice = await importOne({ customer_name: 'Cy' });
  await pay([[invoice, 100]], null);
  assert.equal(await announceAll(), 0);
  assert.deepEqual(await readAnnounced(), []);
});

test('what takes payments of a file back is announced below zero', async () => {
  const invoice = await importOne({ customer_name: 'Di' });
  const job = uuid();
  const [paid] = await pay([[invoice, 100]], job);
  await pay([[invoice, 50]]);
  await database.billing`
    insert into billing.payment_entries (payment_id, entry_key, job_id, job_row) values (${paid ?? ''}, ${job}, ${job}, 1)`;
  await database.batch`select billing.undo_payments(${job}, '2026-03-02', null, 100)`;
  await announceAll();
  const sums = (await readAnnounced()).flat();
  assert.deepEqual(
    [
      sums.reduce((sum, { count }) => sum + count, 0),
      sums.reduce((sum, total) => sum + total.amountMinor, 0n),
    ],
    [1, 50n],
  );
});

test('payments that are rolled back are not announced', async () => {
  const invoice = await importOne({ customer_name: 'Ed' });
  await assert.rejects(
    pay([
      [invoice, 12_000],
      [invoice, 1],
    ]),
    { code: '23514' },
  );
  assert.equal(await announceAll(), 0);
});

test('several at once announce each payment once', async () => {
  const invoice = await importOne({ customer_name: 'Flo' });
  for (let nth = 0; nth < 12; nth += 1) await pay([[invoice, 10]]);
  const others = Array.from({ length: 3 }, () => database.connect('billing'));
  await Promise.all(
    others.map(async (sql) => {
      for (let announced = 1; announced > 0; ) {
        const [row] = await sql<{ announced: number }[]>`select billing.announce_payments(1) as announced`;
        announced = row?.announced ?? 0;
      }
    }),
  );
  const sums = (await readAnnounced()).flat();
  assert.deepEqual(
    [
      sums.reduce((sum, { count }) => sum + count, 0),
      sums.reduce((sum, total) => sum + total.amountMinor, 0n),
    ],
    [12, 120n],
  );
});
