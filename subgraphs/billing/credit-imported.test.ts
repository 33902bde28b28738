import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { callCredit, credit, failToCredit, readCredited } from './testing/credit-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';
import { importChunk, importedInvoice, importedWithLines } from './testing/test-import.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const totalsOf = ({ netTotal, taxTotal, total }: Awaited<ReturnType<typeof credit>>) =>
  [netTotal, taxTotal, total].map(({ amount }) => amount);

test('an imported invoice that was taxed by line is credited so too, for a customer known by name only', async () => {
  // Lines of 0.03 at 20 %, whose taxes of 0.01 each make 0.03; the tax of the rate rounded once would be 0.02.
  const { invoice, lines } = importedWithLines([200, 200, 200], { is_taxed_by_line: true });
  const cents = lines.map((line) => ({ ...line, unit_price_micro: 15_000_000, net_minor: 3, tax_minor: 1 }));
  const figures = { net_minor: 9, tax_minor: 3 };
  await importChunk(billing.database.sql, {
    invoices: [{ ...invoice, ...figures }],
    lines: cents.map((line) => ({ ...line, quantity_e4: 2_000 })),
  });
  const invoiceId = invoice.id;
  const of = (index: number) => [{ lineId: cents[index]?.id, quantity: '0.2' }];
  const first = await credit(manager, { invoiceId, lines: of(1) });
  assert.deepEqual(totalsOf(first), ['-0.03', '-0.01', '-0.04']);
  assert.deepEqual(first.customerSnapshot, {
    id: null,
    displayName: 'Boulangerie Martin',
    addressLines: [],
    countryCode: null,
    taxNumber: null,
    address: null,
    siren: null,
    siret: null,
    electronicAddress: null,
  });
  assert.deepEqual(totalsOf(await credit(manager, { invoiceId })), ['-0.06', '-0.02', '-0.08']);
  assert.equal((await readCredited(manager, invoiceId)).status, 'PAID');
});

test('an imported invoice whose lines state their tax is credited in parts that come to it', async () => {
  // 2 at 34.165 are 68.33, of which the document states VAT of 13.60: base by rate is 13.67.
  const { invoice, lines } = importedWithLines([20_000], { is_taxed_by_line: true });
  const figures = { net_minor: 6_833, tax_minor: 1_360 };
  await importChunk(billing.database.sql, {
    invoices: [{ ...invoice, ...figures }],
    lines: lines.map((line) => ({
      ...line,
      ...figures,
      unit_price_micro: 3_416_500_000,
      tax_rate_milli: 20_000,
    })),
  });
  const invoiceId = invoice.id;
  // 34.17 at 20 % are 6.83, less half of the 0.07.
  const half = await credit(manager, { invoiceId, lines: [{ lineId: lines[0]?.id, quantity: '1' }] });
  assert.deepEqual(totalsOf(half), ['-34.17', '-6.79', '-40.96']);
  assert.deepEqual(totalsOf(await credit(manager, { invoiceId })), ['-34.16', '-6.81', '-40.97']);
  assert.equal((await readCredited(manager, invoiceId)).status, 'PAID');
});

test('an imported invoice of which only the total is known is credited by amounts, in full or in parts', async () => {
  const invoice = importedInvoice({ net_minor: 10_000, tax_minor: 1_999 });
  await importChunk(billing.database.sql, { invoices: [invoice] });
  const invoiceId = invoice.id;
  const lines = [{ lineId: uuid(), quantity: '1' }];
  assert.deepEqual(await failToCredit(manager, { invoiceId, lines }), { lines: 'INVALID' });
  assert.deepEqual(await failToCredit(manager, { invoiceId, amount: '0' }), { amount: 'OUT_OF_RANGE' });
  assert.deepEqual(await failToCredit(manager, { invoiceId, amount: '0.001' }), { amount: 'OUT_OF_RANGE' });
  assert.deepEqual(totalsOf(await credit(manager, { invoiceId, amount: '40.00' })), [
    '-33.34',
    '-6.66',
    '-40.00',
  ]);
  const { userErrors } = await callCredit(manager, { invoiceId, amount: '80.00' });
  assert.match(
    userErrors[0]?.message ?? '',
    /total is 119\.99 EUR, of which 40\.00 are credited.* at most 79\.99/,
  );
  assert.deepEqual(totalsOf(await credit(manager, { invoiceId })), ['-66.66', '-13.33', '-79.99']);
  assert.deepEqual(await failToCredit(manager, { invoiceId }), { invoiceId: 'WRONG_STATE' });
});

test('lines below zero are credited without sign, and never so that more than the invoice is credited', async () => {
  const { invoice, lines } = importedWithLines([20_000, -10_000]);
  await importChunk(billing.database.sql, { invoices: [invoice], lines });
  const invoiceId = invoice.id;
  const [positive, negative] = lines;
  const wish = (line: typeof positive, quantity: string) => ({ lineId: line?.id, quantity });
  assert.deepEqual(await failToCredit(manager, { invoiceId, lines: [wish(positive, '2')] }), {
    lines: 'OUT_OF_RANGE',
  });
  assert.deepEqual(await failToCredit(manager, { invoiceId, lines: [wish(negative, '1')] }), {
    lines: 'OUT_OF_RANGE',
  });
  const note = await credit(manager, { invoiceId, lines: [wish(positive, '2'), wish(negative, '1')] });
  assert.deepEqual(
    note.lines.map(({ quantity, netAmount }) => [quantity, netAmount.amount]),
    [
      ['-2', '-3.00'],
      ['1', '1.50'],
    ],
  );
  assert.deepEqual(totalsOf(note), ['-1.50', '-0.30', '-1.80']);
});

test('an import that was credited is not undone', async () => {
  const { sql } = billing.database;
  const [credited, other] = [importedInvoice(), importedInvoice()];
  const job = uuid();
  await importChunk(sql, { invoices: [credited, other], job });
  await credit(manager, { invoiceId: credited.id, amount: '1.00' });
  const [undone] = await sql`select removed::int, kept from billing.undo_import(${job}, null, 10)`;
  assert.deepEqual(undone, { removed: 1, kept: [{ number: credited.number, status: 'ISSUED' }] });
});

test('numbers that an import took are passed over, and a running import of such numbers is waited for', async () => {
  const { sql } = billing.database;
  billing.setNow('2030-01-01T12:00:00Z');
  const invoice = importedInvoice();
  await importChunk(sql, { invoices: [invoice, importedInvoice({ number: 'CN-2030-000002' })] });
  const { number } = await credit(manager, { invoiceId: invoice.id, amount: '1.00' });
  assert.equal(number, 'CN-2030-000001');
  let created: ReturnType<typeof credit> | undefined;
  await sql.begin(async (tx) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx([importedInvoice({ number: 'CN-2030-000003' })])}`;
    await tx`select billing.merge_import(${uuid()})`;
    created = credit(manager, { invoiceId: invoice.id });
    await waitFor('the credit to wait', async () => {
      const [waiting] =
        await sql`select 1 from pg_locks where relation = 'billing.invoice_series'::regclass and not granted`;
      return waiting;
    });
  });
  assert.equal((await created)?.number, 'CN-2030-000004');
});
