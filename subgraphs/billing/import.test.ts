import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import {
  importChunk,
  importedInvoice,
  importedWithLines,
  startTestImport,
  type TestImport,
} from './testing/test-import.ts';

let database: TestImport;

before(async () => {
  database = await startTestImport();
});
after(() => database.close());

const merged = (inserted: number, alreadyThere: number, lines = 0) => ({
  inserted,
  inserted_lines: lines,
  already_there: alreadyThere,
  conflicts: [],
});
const allNew = (count: number, lines = 0) => merged(count, 0, lines);

test('an imported invoice is issued and tells where it comes from', async () => {
  const job = uuid();
  const invoice = importedInvoice({ row_number: 41, tax_minor: 2_400 });
  assert.deepEqual(await importChunk(database.batch, { invoices: [invoice], job }), allNew(1));
  const [{ created_at, updated_at, ...stored } = {}] = await database.billing`
    select *, issue_date::text as issue_date from billing.invoices where number = ${invoice.number}`;
  assert.ok(created_at instanceof Date && updated_at instanceof Date);
  assert.deepEqual(stored, {
    id: invoice.id,
    status: 'ISSUED',
    origin: 'IMPORTED',
    kind: 'INVOICE',
    import_job_id: job,
    import_row: '41',
    series: null,
    sequence: null,
    number: invoice.number,
    customer_id: null,
    customer_name: 'Boulangerie Martin',
    customer_address_lines: [],
    customer_country_code: null,
    customer_tax_number: null,
    customer_identity: null,
    purchase_order: null,
    buyer_reference: null,
    contract: null,
    operation_kind: null,
    delivery: null,
    customer_language: null,
    currency: 'EUR',
    line_count: 0,
    list_class: 9,
    net_minor: '12000',
    tax_minor: '2400',
    total_minor: '14400',
    is_taxed_by_line: false,
    prices_include_tax: false,
    adjustments: null,
    issue_date: '2010-12-01',
    issued_at: new Date('2010-12-01T08:26:00.123Z'),
    due_date: null,
    external_reference: null,
    first_paid_on: null,
    last_paid_on: null,
    note: null,
    version: 1,
    paid_minor: '0',
    credited_minor: '0',
    settled_at: null,
    voided_at: null,
    credited_invoice_id: null,
    seller_id: null,
    reversible_entries: 0,
    pending_action: null,
  });
});

test('the issue date is the given day, even if the instant falls on another day in UTC', async () => {
  const invoice = importedInvoice({ issued_at: '2025-12-31T23:00:00Z', issue_date: '2026-01-01' });
  await importChunk(database.batch, { invoices: [invoice] });
  const [stored] = await database.billing`
    select issue_date::text as day, issued_at from billing.invoices where number = ${invoice.number}`;
  assert.deepEqual({ ...stored }, { day: '2026-01-01', issued_at: new Date('2025-12-31T23:00:00Z') });
});

test('an invoice that is already there with equal figures is not changed', async () => {
  const first = [importedInvoice(), importedInvoice(), importedInvoice()];
  await importChunk(database.batch, { invoices: first.slice(0, 2) });
  const again = first.map((invoice) => ({ ...invoice, id: uuid(), row_number: invoice.row_number + 1_000 }));
  assert.deepEqual(await importChunk(database.batch, { invoices: again }), merged(1, 2));
  assert.deepEqual(await importChunk(database.batch, { invoices: again }), merged(0, 3));
  const rows =
    await database.billing`select id from billing.invoices where number = any (${first.map((i) => i.number)})`;
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set([first[0]?.id, first[1]?.id, again[2]?.id]));
});

test('other figures under a known number are a conflict and change nothing', async () => {
  const stored = importedInvoice();
  await importChunk(database.batch, { invoices: [stored] });
  const before = await database.billing`select * from billing.invoices where id = ${stored.id}`;
  const changes = {
    is_credit_note: true,
    currency: 'GBP',
    net_minor: 12_001,
    issued_at: '2010-12-01T08:26:00.124Z',
    customer_name: 'Boulangerie Durand',
  };
  const others = Object.entries(changes).map(([name, value]) => ({
    ...stored,
    id: uuid(),
    [name]: value,
  }));
  const names = ['kind', 'currency', 'totalMinor', 'issuedAt', 'customerName'];
  for (const [index, other] of others.entries()) {
    const given = { ...other, row_number: 500 + index };
    const answer = await importChunk(database.batch, { invoices: [given, importedInvoice()] });
    assert.deepEqual({ ...answer, conflicts: answer.conflicts.length }, { ...merged(1, 0), conflicts: 1 });
    const [conflict] = answer.conflicts;
    assert.equal(conflict?.rowNumber, 500 + index);
    assert.equal(conflict?.number, stored.number);
    assert.deepEqual(Object.keys(conflict?.stored ?? {}), [names[index]]);
    assert.deepEqual(Object.keys(conflict?.given ?? {}), [names[index]]);
  }
  const answer = await importChunk(database.batch, {
    invoices: [{ ...stored, ...changes, id: uuid(), row_number: 600 }],
  });
  assert.deepEqual(answer.conflicts, [
    {
      rowNumber: 600,
      number: stored.number,
      stored: {
        kind: 'INVOICE',
        currency: 'EUR',
        totalMinor: 12_000,
        issuedAt: '2010-12-01T08:26:00.123+00:00',
        customerName: 'Boulangerie Martin',
      },
      given: {
        kind: 'CREDIT_NOTE',
        currency: 'GBP',
        totalMinor: 12_001,
        issuedAt: '2010-12-01T08:26:00.124+00:00',
        customerName: 'Boulangerie Durand',
      },
    },
  ]);
  assert.deepEqual(await database.billing`select * from billing.invoices where id = ${stored.id}`, before);
});

test('for a known invoice, only the time and the day that the file names are compared', async () => {
  const stored = importedInvoice({ issued_at: '2026-02-28T23:00:00Z', issue_date: '2026-03-01' });
  await importChunk(database.batch, { invoices: [stored] });
  const differences = async (changes: Partial<typeof stored>) => {
    const again = { ...stored, id: uuid(), ...changes };
    const { already_there, conflicts } = await importChunk(database.batch, { invoices: [again] });
    assert.equal(already_there + conflicts.length, 1);
    return conflicts[0]?.given ?? {};
  };
  const day = { names_time: false, names_day: true };
  const both = { names_time: true, names_day: true };
  const inUtc = { issued_at: '2026-03-01T00:00:00Z' };
  assert.deepEqual(await differences({ ...day, ...inUtc }), {});
  assert.deepEqual(await differences({ ...day, ...inUtc, issue_date: '2026-03-02' }), {
    issueDate: '2026-03-02',
  });
  // As an earlier version stored the same file: the same instant, and UTC's day of it.
  assert.deepEqual(await differences({ ...day, issue_date: '2026-02-28' }), {});
  assert.deepEqual(await differences({ issue_date: '2026-02-28' }), {});
  assert.deepEqual(Object.keys(await differences(inUtc)), ['issuedAt']);
  assert.deepEqual(await differences(both), {});
  assert.deepEqual(await differences({ ...both, issue_date: '2026-02-28' }), { issueDate: '2026-02-28' });
});

test('of two rows with one number in a chunk, the first counts', async () => {
  const first = importedInvoice({ row_number: 1 });
  const equal = { ...first, id: uuid(), row_number: 2 };
  const other = { ...first, id: uuid(), row_number: 3, net_minor: 1 };
  // In an order that is not that of the rows.
  const answer = await importChunk(database.batch, { invoices: [other, first, equal] });
  assert.deepEqual(answer, {
    ...merged(1, 1),
    conflicts: [
      { rowNumber: 3, number: first.number, stored: { totalMinor: 12_000 }, given: { totalMinor: 1 } },
    ],
  });
});

test('lines are imported with their invoice; those of credit notes are below zero and rounded in the same way', async () => {
  const sold = importedWithLines([10_000, 23_330, 0]);
  const credited = importedWithLines([-10_000, -23_330, -70], { is_credit_note: true });
  const answer = await importChunk(database.batch, {
    invoices: [sold.invoice, importedInvoice(), credited.invoice],
    lines: [...sold.lines, ...credited.lines],
  });
  assert.deepEqual(answer, allNew(3, 6));
  const nets = await database.billing<{ net: string[] }[]>`
    select array_agg(net_minor order by position) as net from billing.invoice_lines
    where invoice_id in (${sold.invoice.id}, ${credited.invoice.id}) group by invoice_id order by invoice_id`;
  assert.deepEqual(
    nets.map(({ net }) => net),
    [
      ['150', '350', '0'],
      ['-150', '-350', '-1'],
    ],
  );
});

test('the tax of an invoice is that of its rates, or of its lines where its total says so', async () => {
  const taxed = (isTaxedByLine: boolean, tax: number) => {
    const { invoice, lines } = importedWithLines([10_000, 10_000]);
    // 55.55 and 11.11 at 23 %: 12.78 and 2.56 by line, 15.33 of the sum.
    const figures = [
      { unit_price_micro: 5_555_000_000, net_minor: 5_555, tax_minor: 1_278 },
      { unit_price_micro: 1_111_000_000, net_minor: 1_111, tax_minor: 256 },
    ];
    return {
      invoices: [{ ...invoice, net_minor: 6_666, tax_minor: tax, is_taxed_by_line: isTaxedByLine }],
      lines: lines.map((line, index) => ({ ...line, tax_rate_milli: 23_000, ...figures[index] })),
    };
  };
  assert.deepEqual(await importChunk(database.batch, taxed(false, 1_533)), allNew(1, 2));
  assert.deepEqual(await importChunk(database.batch, taxed(true, 1_534)), allNew(1, 2));
  await assert.rejects(importChunk(database.batch, taxed(false, 1_534)), { code: '23514' });
  await assert.rejects(importChunk(database.batch, taxed(true, 1_533)), { code: '23514' });
});

test('lines of an invoice that is taxed by line may state another tax, by little more than one unit, and ours none', async () => {
  // The last of four credit notes of 334.99 at 20 %: 68.33 and 13.66, where the rate gives 13.67.
  const stating = (isTaxedByLine: boolean, tax: number, changes: object = {}) => {
    const { invoice, lines } = importedWithLines([10_000]);
    const figures = {
      unit_price_micro: 6_833_000_000,
      tax_rate_milli: 20_000,
      net_minor: 6_833,
      tax_minor: tax,
    };
    return {
      invoices: [{ ...invoice, net_minor: 6_833, tax_minor: tax, is_taxed_by_line: isTaxedByLine }],
      lines: lines.map((line) => ({ ...line, ...figures, ...changes })),
    };
  };
  const stated = stating(true, 1_366);
  assert.deepEqual(await importChunk(database.batch, stated), allNew(1, 1));
  assert.deepEqual(await importChunk(database.batch, stating(true, 1_367)), allNew(1, 1));
  const rows =
    await database.billing`select tax_minor::int as tax, is_tax_stated as is_stated from billing.invoice_lines
    where net_minor = 6833 order by tax_minor`;
  assert.deepEqual(
    [...rows],
    [
      { tax: 1_366, is_stated: true },
      { tax: 1_367, is_stated: null },
    ],
  );
  await assert.rejects(importChunk(database.batch, stating(false, 1_366)), { code: '23514' });
  await assert.rejects(importChunk(database.batch, stating(true, 11_500)), { code: '23514' });
  const ofNoRate = { tax_rate_milli: 0 };
  await assert.rejects(importChunk(database.batch, stating(true, 1, ofNoRate)), { code: '23514' });
});

test('lines are compared by number and sum if the file has lines', async () => {
  const { invoice, lines } = importedWithLines([10_000, 20_000]);
  await importChunk(database.batch, { invoices: [invoice], lines });
  const renew = (made: ReturnType<typeof importedWithLines>) => ({
    invoices: [{ ...made.invoice, number: invoice.number }, importedInvoice()],
    lines: made.lines,
  });
  const equal = await importChunk(database.batch, renew(importedWithLines([20_000, 10_000])));
  assert.deepEqual(equal, merged(1, 1));
  const split = await importChunk(database.batch, renew(importedWithLines([10_000, 10_000, 10_000])));
  assert.deepEqual(split.conflicts[0]?.stored, { lineCount: 2 });
  const { net_minor, tax_minor } = invoice;
  const summary = { ...invoice, id: uuid(), line_count: 0, net_minor: net_minor + tax_minor, tax_minor: 0 };
  assert.deepEqual(await importChunk(database.batch, { invoices: [summary] }), merged(0, 1));
  const [stored] = await database.billing`
    select count(*)::int as count from billing.invoice_lines where invoice_id = ${invoice.id}`;
  assert.deepEqual(stored, { count: 2 });
});

test('lines have the VAT category of their file, which is compared if the file names it', async () => {
  const { invoice, lines } = importedWithLines([10_000, 10_000]);
  const exempt = { tax_rate_milli: 0, tax_minor: 0, tax_category: 'E', tax_exemption_reason: 'Article 132' };
  const tax = Number(lines[1]?.tax_minor);
  const given = {
    invoices: [{ ...invoice, tax_minor: tax }],
    lines: lines.map((line, index) => ({
      ...line,
      ...(index === 0 ? exempt : { tax_category: 'S', tax_exemption_reason: null }),
    })),
  };
  assert.deepEqual(await importChunk(database.batch, given), allNew(1, 2));
  const stored = await database.billing`
    select tax_category, tax_exemption_reason from billing.invoice_lines where invoice_id = ${invoice.id} order by position`;
  assert.deepEqual(
    stored.map((line) => [line.tax_category, line.tax_exemption_reason]),
    [
      ['E', 'Article 132'],
      [null, null],
    ],
  );
  const again = (changes: object) => {
    const id = uuid();
    return {
      invoices: given.invoices.map((one) => ({ ...one, id })),
      lines: given.lines.map((line, index) => ({
        ...line,
        ...(index === 0 ? changes : {}),
        id: uuid(),
        invoice_id: id,
      })),
    };
  };
  assert.deepEqual(await importChunk(database.batch, again({})), merged(0, 1));
  for (const changes of [
    { tax_category: 'Z', tax_exemption_reason: null },
    { tax_exemption_reason: 'Article 135' },
  ]) {
    const { conflicts } = await importChunk(database.batch, again(changes));
    assert.deepEqual(Object.keys(conflicts[0]?.given ?? {}), ['line']);
  }
  const unnamed = again({});
  const silent = unnamed.lines.map((line) => ({ ...line, tax_category: null, tax_exemption_reason: null }));
  assert.deepEqual(await importChunk(database.batch, { ...unnamed, lines: silent }), merged(0, 1));
  const wrong = again({ tax_category: 'O' });
  await assert.rejects(importChunk(database.batch, wrong), { code: '23514' });
});

test('lines that do not add up to their invoice fail the whole chunk', async () => {
  const { invoice, lines } = importedWithLines([10_000, 20_000]);
  for (const wrong of [[], lines.slice(1), [...lines, { ...lines[0], id: uuid(), position: 3 }]]) {
    const chunk = { invoices: [invoice], lines: wrong as typeof lines };
    await assert.rejects(importChunk(database.batch, chunk), { code: '23514' });
  }
  assert.deepEqual(await importChunk(database.batch, { invoices: [invoice], lines }), allNew(1, 2));
});

test('a customer is a given id or only a name, and keeps its invoices under another name', async () => {
  const customer = uuid();
  const [known, unknown] = [
    importedInvoice({ customer_id: customer }),
    importedInvoice({ customer_name: 'X' }),
  ];
  assert.deepEqual(await importChunk(database.batch, { invoices: [known, unknown] }), allNew(2));
  const rows = await database.billing`
    select customer_id as id, customer_name as name from billing.invoices
    where id in (${known.id}, ${unknown.id}) order by import_row`;
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [
      { id: customer, name: 'Boulangerie Martin' },
      { id: null, name: 'X' },
    ],
  );
  const renamed = { ...known, id: uuid(), customer_name: 'Boulangerie Martin et fils' };
  assert.deepEqual(await importChunk(database.batch, { invoices: [renamed] }), merged(0, 1));
  const stranger = { ...renamed, customer_id: null };
  const { conflicts } = await importChunk(database.batch, { invoices: [stranger] });
  assert.deepEqual(Object.keys(conflicts[0]?.given ?? {}), ['customerName']);
});

test('a chunk that is rolled back leaves nothing in the ledger and nothing for the next chunk', async () => {
  const { batch } = database;
  const lost = importedInvoice();
  const rolledBack = batch.begin(async (tx) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx([lost])}`;
    await tx`select billing.merge_import(${uuid()})`;
    throw new Error('rolled back');
  });
  await assert.rejects(rolledBack, /rolled back/);
  assert.deepEqual(await importChunk(batch, { invoices: [importedInvoice()] }), allNew(1));
  const rows = await database.billing`select 1 from billing.invoices where number = ${lost.number}`;
  assert.equal(rows.length, 0);
});

test('sessions that import the same numbers at once create each invoice once', async () => {
  const invoices = Array.from({ length: 300 }, () => importedInvoice());
  const answers = await Promise.all(
    [database.batch, database.connect(), database.connect()].map((sql) =>
      importChunk(sql, { invoices: invoices.map((invoice) => ({ ...invoice, id: uuid() })) }),
    ),
  );
  assert.deepEqual(
    answers.map(({ inserted }) => inserted).toSorted((a, b) => a - b),
    [0, 0, 300],
  );
  assert.deepEqual(
    answers.map(({ already_there }) => already_there).toSorted((a, b) => a - b),
    [0, 300, 300],
  );
});

test('the batch worker can use only those functions of billing', async () => {
  const { batch } = database;
  const denied = { code: '42501' };
  await batch`select billing.open_import()`;
  await assert.rejects(batch`select 1 from billing.invoices`, denied);
  await assert.rejects(
    batch`insert into billing.invoice_series (series, next_sequence, newest_issue_date) values (2010, 2, '2010-01-01')`,
    denied,
  );
  await assert.rejects(batch`select billing.find_free_sequence('', 2010::smallint, '-', 6, 1)`, denied);
  await assert.rejects(batch`select 1 from import_invoices`, denied);
  await assert.rejects(batch`drop table import_invoices`, denied);
  await assert.rejects(batch`create temporary table import_other (id int)`, denied);
});

test('a role that is newer than the migrations gets its rights at the next start', async () => {
  const call = () => database.batch`select billing.open_import()`;
  await database.billing`revoke all on function billing.open_import() from batch`;
  await assert.rejects(call(), { code: '42501' });
  await database.migrate();
  await call();
});

test('temporary tables that billing did not create are refused', async () => {
  const { admin } = database;
  const [{ name } = { name: '' }] = await admin<{ name: string }[]>`select current_database() as name`;
  await admin`grant temporary on database ${admin(name)} to batch`;
  const sql = database.connect();
  await sql`create temporary table import_invoices (id uuid)`;
  await admin`revoke temporary on database ${admin(name)} from batch`;
  await assert.rejects(sql`select billing.open_import()`, { code: '42501', message: /import_invoices/ });
});

test('the tables refuse what no import may contain', async () => {
  for (const wrong of [
    { currency: 'eur' },
    { currency: 'EURO' },
    { number: '' },
    { number: 'x'.repeat(65) },
    { net_minor: -1 },
    { tax_minor: -1 },
    { row_number: 0 },
    { line_count: -1 },
  ]) {
    const chunk = { invoices: [importedInvoice(wrong)] };
    await assert.rejects(importChunk(database.batch, chunk), { code: '23514' }, JSON.stringify(wrong));
  }
  const credit = importedInvoice({ is_credit_note: true, net_minor: -1 });
  assert.deepEqual(await importChunk(database.batch, { invoices: [credit] }), allNew(1));
});

test('an invoice that is there with other lines is a conflict that names one; the order of lines does not matter', async () => {
  const { invoice, lines } = importedWithLines([20_000, 10_000, 10_000]);
  await importChunk(database.batch, { invoices: [invoice], lines });
  const again = (
    change: (line: (typeof lines)[number], index: number) => Partial<(typeof lines)[number]>,
  ) => {
    const id = uuid();
    return {
      invoices: [{ ...invoice, id }],
      lines: lines.map((line, index) => ({
        ...line,
        ...change(line, index),
        id: uuid(),
        invoice_id: id,
      })),
    };
  };
  assert.deepEqual(
    await importChunk(
      database.batch,
      again(() => ({})),
    ),
    merged(0, 1),
  );
  assert.deepEqual(
    await importChunk(
      database.batch,
      again((_line, index) => ({ position: lines.length - index })),
    ),
    merged(0, 1),
  );

  const changes = {
    sku: 'other',
    description: 'Red hanging heart',
    unit: 'box',
    tax_rate_milli: 5_500,
    unit_price_micro: 150_000_001,
  };
  for (const [name, value] of Object.entries(changes)) {
    const chunk = again((_line, index) => (index === 1 ? { [name]: value } : {}));
    const { already_there, conflicts } = await importChunk(database.batch, chunk);
    assert.deepEqual([already_there, conflicts.length], [0, 1], name);
    assert.deepEqual(Object.keys(conflicts[0]?.given ?? {}), ['line'], name);
  }
  const swapped = again((_line, index) => (index === 0 ? { quantity_e4: 10_000 } : {}));
  const [conflict] = (await importChunk(database.batch, swapped)).conflicts;
  assert.deepEqual(conflict?.stored, {
    line: {
      position: 1,
      sku: '85123A',
      description: 'White hanging heart',
      quantityE4: 20_000,
      unit: 'piece',
      unitPriceMicro: 150_000_000,
      taxRateMilli: 20_000,
      taxCategory: null,
      taxExemptionReason: null,
    },
  });
});
