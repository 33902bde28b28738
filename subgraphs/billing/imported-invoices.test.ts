import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { freeLine, read, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { readInvoicePage, walk } from './testing/list-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';
import { type Chunk, importChunk, importedInvoice, importedWithLines } from './testing/test-import.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let customerId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  customerId = billing.addCustomer();
});
after(() => billing.close());

const bringIn = (chunk: Chunk) => importChunk(billing.database.sql, chunk);

async function issue(issueDate?: string): Promise<TestInvoice> {
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  return succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1, issueDate });
}

test('an imported invoice is read like any other', async () => {
  const { invoice, lines } = importedWithLines([20_000, 5_000], { customer_id: customerId });
  await bringIn({ invoices: [invoice], lines });
  const found = await read(manager, invoice.id);
  assert.equal(found?.number, invoice.number);
  assert.equal(found?.status, 'ISSUED');
  assert.deepEqual(found?.availableActions, ['RECORD_PAYMENT', 'CREDIT', 'VOID', 'DUPLICATE']);
  assert.deepEqual(found?.customer, { id: customerId });
  assert.deepEqual(found?.customerSnapshot, {
    id: customerId,
    displayName: 'Boulangerie Martin',
    addressLines: [],
    countryCode: null,
    taxNumber: null,
    address: null,
    siren: null,
    siret: null,
    electronicAddress: null,
  });
  assert.deepEqual(
    found?.lines.map(({ sku, product, quantity, totalAmount }) => [
      sku,
      product,
      quantity,
      totalAmount.amount,
    ]),
    [
      ['85123A', null, '2', '3.60'],
      ['85123A', null, '0.5', '0.90'],
    ],
  );
  assert.equal(found?.total.amount, '4.50');
});

test('a credit note without lines of an unknown customer is read too', async () => {
  const credit = importedInvoice({
    is_credit_note: true,
    customer_name: 'Unknown',
    net_minor: -1_205,
    tax_minor: -5,
  });
  const job = uuid();
  await bringIn({ invoices: [credit], job });
  const found = await read(manager, credit.id);
  assert.equal(found?.customer, null);
  assert.equal(found?.customerSnapshot?.id, null);
  assert.equal(found?.customerSnapshot?.displayName, 'Unknown');
  assert.deepEqual(found?.lines, []);
  assert.deepEqual(found?.taxSubtotals, []);
  assert.deepEqual(
    [found?.netTotal.amount, found?.taxTotal.amount, found?.total.amount],
    ['-12.05', '-0.05', '-12.10'],
  );
  assert.equal(found?.isOverdue, false);
  assert.deepEqual(await readOrigin(credit.number), {
    id: credit.id,
    origin: 'IMPORTED',
    kind: 'CREDIT_NOTE',
    importJob: { id: job },
  });
  const own = await issue();
  assert.deepEqual(await readOrigin(own.number), {
    id: own.id,
    origin: 'OWN',
    kind: 'INVOICE',
    importJob: null,
  });
});

async function readOrigin(number: string | null): Promise<object> {
  const { data, errors } = await manager<{ invoiceByNumber: object }>(
    'query ($number: String!) { invoiceByNumber(number: $number) { id origin kind importJob { id } } }',
    { number },
  );
  assert.deepEqual(errors, []);
  return data.invoiceByNumber;
}

test('imported invoices are found by origin, kind, job, customer and text', async () => {
  const [job, buyer] = [uuid(), uuid()];
  const own = await issue();
  const invoice = importedInvoice({ customer_id: buyer });
  const credit = importedInvoice({ is_credit_note: true, customer_name: 'Zinc & Söhne' });
  await bringIn({ invoices: [invoice, credit], job });
  const find = async (filter: object) =>
    (await readInvoicePage(manager, { first: 100, filter })).edges.map(({ node }) => node.id);
  assert.deepEqual(await find({ importJobId: job }), [credit.id, invoice.id]);
  assert.deepEqual(await find({ importJobId: job, kind: 'CREDIT_NOTE' }), [credit.id]);
  assert.deepEqual(await find({ importJobId: job, origin: 'OWN' }), []);
  assert.deepEqual(await find({ importJobId: 'no id' }), []);
  assert.deepEqual(await find({ customerIds: [buyer] }), [invoice.id]);
  assert.deepEqual(await find({ search: 'zinc' }), [credit.id]);
  const ofOrigin = await find({ origin: 'OWN' });
  assert.ok(ofOrigin.includes(own.id) && !ofOrigin.includes(invoice.id));
});

test('by number, imported invoices come after our own and before drafts, page by page', async () => {
  await issue();
  await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  await bringIn({ invoices: [importedInvoice(), importedInvoice()] });
  const rankOf = await readRanks();
  for (const direction of ['ASC', 'DESC']) {
    const ids = await walk(manager, { size: 2, orderBy: { field: 'NUMBER', direction } });
    const ranks = ids.map((id) => rankOf.get(id) ?? 0);
    assert.deepEqual(ranks, ranks.toSorted());
    assert.equal(new Set(ids).size, rankOf.size);
  }
});

test('by due date, invoices without one come last, imported ones among them, page by page', async () => {
  await succeed(manager, 'createInvoice', {
    customerId,
    currency: 'EUR',
    lines: [freeLine],
    dueDate: '2099-12-31',
  });
  await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  await issue();
  await bringIn({ invoices: [importedInvoice(), importedInvoice(), importedInvoice()] });
  for (const [direction, order] of [
    ['ASC', billing.database.sql`due_date, id`],
    ['DESC', billing.database.sql`due_date desc nulls last, id desc`],
  ] as const) {
    const rows = await billing.database.sql<
      { id: string }[]
    >`select id from billing.invoices order by ${order}`;
    const expected = rows.map(({ id }) => id);
    const orderBy = { field: 'DUE_DATE', direction };
    assert.deepEqual(await walk(manager, { size: 2, orderBy }), expected);
    assert.deepEqual(await walk(manager, { size: 3, orderBy, isBackward: true }), expected);
  }
});

async function readRanks(): Promise<Map<string, number>> {
  const rows = await billing.database.sql<{ id: string; rank: number }[]>`
    select id, case when number is null then 3 when origin = 'IMPORTED' then 2 else 1 end as rank from billing.invoices`;
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

test('an invoice that was issued here and comes back in a file is already there', async () => {
  const own = await issue();
  const back = importedInvoice({
    number: own.number ?? '',
    net_minor: 14_400,
    issued_at: own.issuedAt ?? '',
  });
  assert.equal(own.total.amount, '144.00');
  const answer = await bringIn({ invoices: [back] });
  assert.deepEqual(answer, { inserted: 0, inserted_lines: 0, already_there: 1, conflicts: [] });
  const { conflicts } = await bringIn({ invoices: [{ ...back, net_minor: 14_401 }] });
  assert.deepEqual(conflicts[0]?.stored, { totalMinor: 14_400 });
});

test('issuing skips imported numbers and leaves no other gap', async () => {
  const taken = ['2020-000001', '2020-000002', '2020-000004'].map((number) => importedInvoice({ number }));
  await bringIn({ invoices: taken });
  const numbers = [
    (await issue('2020-05-01')).number,
    (await issue('2020-05-01')).number,
    (await issue('2020-05-02')).number,
  ];
  assert.deepEqual(numbers, ['2020-000003', '2020-000005', '2020-000006']);
});

test('issuing waits for a running import of its numbers, and an import waits for issuing', async () => {
  const { sql } = billing.database;
  await issue('2019-01-01');
  let issued: Promise<TestInvoice> | undefined;
  await sql.begin(async (tx) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx([importedInvoice({ number: '2019-000002' })])}`;
    await tx`select billing.merge_import(${uuid()})`;
    issued = issue('2019-01-01');
    await waitFor('the issue to wait', async () => {
      const [waiting] =
        await sql`select 1 from pg_locks where relation = 'billing.invoice_series'::regclass and not granted`;
      return waiting;
    });
  });
  assert.equal((await issued)?.number, '2019-000003');
});

test('an imported invoice can be paid or made void, and is frozen like any other', async () => {
  const { sql } = billing.database;
  const { invoice, lines } = importedWithLines([10_000]);
  await bringIn({ invoices: [invoice], lines });
  const refused = { code: '23514' };
  await assert.rejects(
    sql`update invoices set total_minor = 1, version = 2 where id = ${invoice.id}`,
    refused,
  );
  await assert.rejects(
    sql`update invoices set origin = 'OWN', version = 2 where id = ${invoice.id}`,
    refused,
  );
  await assert.rejects(
    sql`update invoices set status = 'DRAFT', version = 2 where id = ${invoice.id}`,
    refused,
  );
  await assert.rejects(sql`delete from invoices where id = ${invoice.id}`, refused);
  await assert.rejects(sql`update invoice_lines set unit = 'kg' where invoice_id = ${invoice.id}`, refused);
  await assert.rejects(sql`delete from invoice_lines where invoice_id = ${invoice.id}`, refused);
  const again = sql`
    insert into invoice_lines (id, invoice_id, position, description, quantity_e4, unit, unit_price_micro,
      tax_rate_milli, net_minor, tax_minor)
    select gen_random_uuid(), invoice_id, 2, description, quantity_e4, unit, unit_price_micro,
      tax_rate_milli, net_minor, tax_minor from invoice_lines where invoice_id = ${invoice.id}`;
  await assert.rejects(again, refused);
  await sql`update invoices set status = 'PAID', version = 2 where id = ${invoice.id}`;
});

test('our own lines must have a quantity above zero, and a stock keeping unit only with a product', async () => {
  const { sql } = billing.database;
  const draft = await succeed(manager, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  const refused = { code: '23514' };
  await assert.rejects(sql`update invoice_lines set sku = 'X' where invoice_id = ${draft.id}`, refused);
  await assert.rejects(
    sql`update invoice_lines set quantity_e4 = -10000, net_minor = -8000, tax_minor = -1600 where invoice_id = ${draft.id}`,
    refused,
  );
});
