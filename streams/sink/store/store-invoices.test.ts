import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createReceived, createTestSink, type TestSink } from '../testing/test-sink.ts';
import { storeInvoices } from './store-invoices.ts';

let sink: TestSink;
const rotation = { day: '2026-03-02', maxBytes: 600 };

before(async () => {
  sink = await createTestSink();
});
after(() => sink.close());
beforeEach(async () => {
  await sink.database.sql`truncate invoices, csv_files`;
});

test('stores each event once, if its repeat comes in the same batch or in a later one', async () => {
  const [one, two] = [createReceived(1), createReceived(2)];
  assert.equal(await store([one, two, one]), 2);
  assert.equal(await store([two, createReceived(3), { ...one, offset: 77n }]), 1);
  // The same id from another source is another event (CloudEvents 1.0.2, section 3.1).
  assert.equal(await store([{ ...one, eventSource: '/elsewhere' }]), 1);
  const [{ rows, numbers } = { rows: 0, numbers: 0 }] = await sink.database.sql<
    { rows: number; numbers: number }[]
  >`select count(*)::int as rows, count(distinct invoice_number)::int as numbers from invoices`;
  assert.deepEqual({ rows, numbers }, { rows: 4, numbers: 3 });
});

test('keeps every text and amount exactly', async () => {
  const given = [
    createReceived(1, { customerName: '=cmd|"x"\\u0000, 日本 𝄞', amount: '-0.05' }),
    createReceived(2, { customerName: `O'Neill; drop`, amount: '123456789012345', currency: 'JPY' }),
    createReceived(3, { amount: '1.230', currency: 'KWD', issuedAt: '0001-01-01T00:00:00.001Z' }),
  ];
  await store(given);
  const rows = await sink.database.sql<{ name: string; amount: string }[]>`
    select customer_name as name, amount::text as amount from invoices order by invoices.sequence`;
  assert.deepEqual(
    [...rows],
    given.map(({ customerName, amount }) => ({ name: customerName, amount })),
  );
  const [text] = Object.values(await sink.expectedFiles());
  assert.ok(text?.includes('0001-01-01T00:00:00.001Z'));
});

test('concurrent transactions leave neither a gap nor an overlap', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, batch) =>
      store(Array.from({ length: 5 }, (_, index) => createReceived(batch * 5 + index))),
    ),
  );
  const rows = await sink.database.sql<
    { sequence: string }[]
  >`select sequence::text from invoices order by invoices.sequence`;
  assert.deepEqual(
    rows.map(({ sequence }) => Number(sequence)),
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  const files = await sink.database.sql<
    { name: string; bytes: string }[]
  >`select name, bytes::text from csv_files`;
  const expected = await sink.expectedFiles();
  assert.ok(files.length > 5);
  for (const { name, bytes } of files) assert.equal(Buffer.byteLength(expected[name] ?? ''), Number(bytes));
});

function store(received: Parameters<typeof storeInvoices>[1]): Promise<number> {
  return sink.database.sql.begin((tx) => storeInvoices(tx, received, rotation)) as Promise<number>;
}
