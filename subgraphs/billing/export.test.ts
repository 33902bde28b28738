import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openDownload, readDownloadText } from '#platform/testing/open-download.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { addressOf, createExport, readRows } from './testing/export-calls.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { readInvoicePage, walk } from './testing/list-calls.ts';
import { insertLongInvoices } from './testing/long-invoices.ts';
import { insertCreditRow, insertPaymentRow } from './testing/payment-rows.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let token: string;
let fetches = 0;
const many = pickSize({ quick: 10_000, long: 100_000 });

before(async () => {
  billing = await startTestBilling({
    onStatement: (statement) => {
      if (statement.startsWith('fetch')) fetches += 1;
    },
  });
  manager = await billing.as('BILLING_MANAGER');
  token = await billing.tokenOf('BILLING_MANAGER');
  await addInvoices();
});
after(() => billing.close());

const fetchFile = async (input: object) => openDownload(billing, await addressOf(manager, input), token);

async function addInvoices(): Promise<void> {
  const plain = billing.addCustomer({ displayName: 'Zoë & Fils; "Paris", 2e' });
  const evil = billing.addCustomer({ displayName: '=HYPERLINK("http://x")', taxNumber: '-2+3' });
  const add = (customerId: string, currency: string, rest: object = {}) =>
    succeed(manager, 'createInvoice', {
      customerId,
      currency,
      lines: [{ ...freeLine, quantity: '1', unitPrice: '1234', taxRate: '0' }],
      ...rest,
    });
  billing.setNow('2026-02-01T10:00:00Z');
  const issue = (id: string) => succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  const first = await issue((await add(plain, 'EUR', { dueDate: '2026-02-20', note: 'two\nlines' })).id);
  await insertPaymentRow(billing.database.sql, { invoiceId: first.id, amountMinor: 123_400n });
  await issue((await add(evil, 'JPY', { dueDate: '2026-02-25' })).id);
  const credited = await issue((await add(plain, 'EUR')).id);
  await insertCreditRow(billing.database.sql, credited.id, 100n, 1);
  await add(evil, 'EUR', { externalReference: '@sum', note: "'=1" });
  billing.setNow('2026-03-01T12:00:00Z');
}

const columns = [
  'NUMBER',
  'STATUS',
  'KIND',
  'CUSTOMER',
  'CUSTOMER_TAX_NUMBER',
  'DUE_DATE',
  'CURRENCY',
  'TOTAL',
];

test('a file in English has commas, points and quotation marks, and nothing in it is run by a spreadsheet', async () => {
  const response = await fetchFile({ columns, orderBy: { field: 'NUMBER' } });
  assert.equal(response.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(response.headers['content-disposition'], 'attachment; filename="invoices-2026-03-01.csv"');
  assert.equal(response.headers['cache-control'], 'no-store');
  assert.deepEqual((await readDownloadText(response)).split('\r\n'), [
    '\ufeffNumber,Status,Kind,Customer,Customer tax number,Due date,Currency,Total',
    '2026-000001,Paid,Invoice,"Zoë & Fils; ""Paris"", 2e",FR40303265045,2026-02-20,EUR,1234.00',
    'CN-2026-000001,Paid,Credit note,"Zoë & Fils; ""Paris"", 2e",,,EUR,-1.00',
    `2026-000002,Overdue,Invoice,"'=HYPERLINK(""http://x"")",'-2+3,2026-02-25,JPY,1234`,
    '2026-000003,Partially paid,Invoice,"Zoë & Fils; ""Paris"", 2e",FR40303265045,,EUR,1234.00',
    `,Draft,Invoice,"'=HYPERLINK(""http://x"")",,,EUR,1234.00`,
    '',
  ]);
});

test('a file in French has semicolons and decimal commas, and as many columns as were asked for', async () => {
  const own = ['EXTERNAL_REFERENCE', 'NOTE', 'TOTAL', 'BALANCE', 'PAID_AT', 'KIND'];
  const response = await fetchFile({ columns: own, language: 'FR', orderBy: { field: 'CREATED_AT' } });
  assert.equal(response.headers['content-disposition'], 'attachment; filename="factures-2026-03-01.csv"');
  const whole = await readDownloadText(response);
  assert.ok(whole.startsWith('\ufeffRéférence externe;Note;Total TTC;Reste à payer;Soldée le;Type\r\n'));
  assert.match(whole, /\r\n;"two\nlines";1234,00;0,00;\d{4}-\d\d-\d\dT[\d:.]+Z;Facture\r\n/);
  assert.match(whole, /\r\n'@sum;''=1;1234,00;1234,00;;Facture\r\n/);
  const mixed = await fetchFile({
    columns: ['TOTAL'],
    language: 'FR',
    format: 'COMMA',
    filter: { currency: 'JPY' },
  });
  assert.equal(await readDownloadText(mixed), '\ufeffTotal TTC\r\n1234\r\n');
});

test('a file has every invoice of the list, in its order, whatever filter and order', async () => {
  const filters = [
    {},
    { status: ['DRAFT', 'ISSUED'] },
    { kind: 'CREDIT_NOTE' },
    { search: 'hyperlink' },
    { search: 'nothing like it' },
    { derivedStatus: ['OVERDUE'], currency: 'JPY', minTotal: '1000' },
    { issuedFrom: '2026-02-01', hasBalance: true },
  ];
  const fields = ['NUMBER', 'ISSUE_DATE', 'DUE_DATE', 'TOTAL', 'CREATED_AT', 'UPDATED_AT'];
  const orders = fields.flatMap((field) => ['ASC', 'DESC'].map((direction) => ({ field, direction })));
  for (const [nth, orderBy] of orders.entries()) {
    const some = [{}, filters[nth % filters.length]];
    for (const filter of pickSize({ quick: some, long: filters })) {
      const ids = await readRows(await fetchFile({ filter, orderBy, columns: ['ID'] }));
      assert.deepEqual(ids, await walk(manager, { size: 4, orderBy, filter: { ...filter } }));
    }
  }
});

test('all that is wrong with a file is told at once, as a list tells it', async () => {
  const { userErrors, url } = await createExport(manager, {
    filter: { minTotal: '1', numbers: Array.from({ length: 101 }, () => 'x'), issuedFrom: 'x' },
    columns: ['ID', 'NOTE', 'ID'],
  });
  assert.equal(url, null);
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [
      ['filter', 'INVALID'],
      ['columns', 'INVALID'],
    ],
  );
  assert.match(
    userErrors[0]?.message ?? '',
    /filter\.issuedFrom.*filter\.numbers` must have at most 100 items/,
  );
  const few = await createExport(manager, { filter: { minTotal: '1' }, columns: [] });
  assert.deepEqual(
    few.userErrors.map(({ field, message }) => [...field, message]),
    [
      ['filter', '`filter.minTotal` needs `filter.currency`.'],
      ['columns', 'Give at least one column.'],
    ],
  );
});

test('an address is good for its person alone, with the role and the scope, for five minutes', async () => {
  const address = await addressOf(manager, { columns: ['ID'] });
  const statusOf = async (path: string, bearer?: string) => {
    const response = await openDownload(billing, path, bearer);
    response.resume();
    return response.statusCode;
  };
  assert.equal(await statusOf(address), 401);
  assert.equal(await statusOf(address, await billing.tokenOf('USER')), 403);
  const reader = await billing.scopedTokenOf(['invoices:read'], 'BILLING_MANAGER');
  assert.equal(await statusOf(address, reader), 403);
  assert.equal(await statusOf(address, await billing.tokenOf('ADMIN', 'BILLING_MANAGER')), 404);
  assert.equal(await statusOf(`${address}x`, token), 404);
  assert.equal(await statusOf('/files/invoices.csv', token), 404);
  assert.equal(await statusOf('/files/invoices.csv?of=a&of=b', token), 404);
  billing.setNow('2026-03-01T12:04:59Z');
  assert.equal(await statusOf(address, token), 200);
  billing.setNow('2026-03-01T12:05:00Z');
  assert.equal(await statusOf(address, token), 404);
  await addressOf(manager, { columns: ['ID'] });
  const [row] = await billing.database.sql`select count(*)::int as count from billing.export_addresses`;
  assert.equal(row?.['count'], 1);
});

/** Sessions within a transaction that reads a file. */
async function findReaders(): Promise<number[] | undefined> {
  const rows = await billing.database.sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and query like 'fetch%' and state like '%transaction'`;
  return rows.length === 0 ? undefined : rows.map(({ pid }) => pid);
}

test('a file of many is read as its reader takes it, of one moment, one for each person, and ends visibly or whole', async () => {
  await insertLongInvoices(billing.database.sql, { last: many });
  const filter = { currency: 'CHF' };
  const input = { filter, columns: ['ID', 'NOTE'], orderBy: { field: 'TOTAL' } };
  assert.equal((await readInvoicePage(manager, { filter: { ...filter, kind: 'INVOICE' } })).totalCount, many);

  fetches = 0;
  const held = await fetchFile(input);
  let seen = 0;
  let times = 0;
  await waitFor('the reading to stand still', () => {
    times = seen === fetches ? times + 1 : 0;
    seen = fetches;
    return times === 30;
  });
  assert.ok(fetches * 1_000 < many * 0.8, `${fetches} batches were read for a reader that takes nothing`);

  const refused = await fetchFile(input);
  assert.equal(refused.statusCode, 429);
  assert.match(await text(refused), /EXPORT_RUNNING/);
  const others = ['ADMIN', 'BILLING_MANAGER'];
  const theirs = await addressOf(await billing.as(...others), {
    columns: ['ID'],
    filter: { currency: 'JPY' },
  });
  assert.equal(
    (await readRows(await openDownload(billing, theirs, await billing.tokenOf(...others)))).length,
    1,
  );

  await insertLongInvoices(billing.database.sql, { first: many + 1, last: many + 1 });
  const rows = await readRows(held);
  assert.equal(new Set(rows).size, many);

  const cut = await fetchFile(input);
  const [reader = 0] = await waitFor('its transaction', findReaders);
  let code: string | undefined;
  cut.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  await billing.database.sql`select pg_terminate_backend(${reader})`;
  cut.resume();
  await waitFor('the reset of the connection', () => code === 'ECONNRESET');
  assert.equal(cut.complete, false);

  const left = await fetchFile(input);
  await waitFor('its transaction', findReaders);
  left.destroy();
  await waitFor('its end', async () => (await findReaders()) === undefined);
  assert.equal((await readRows(await fetchFile({ ...input, filter: { currency: 'JPY' } }))).length, 1);
});
