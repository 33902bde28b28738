import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { insertInBatches } from '#platform/testing/insert-in-batches.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { readInvoicePage } from './testing/list-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

/**
 * Lists of more invoices than are found and sorted at once: 10,400 drafts, most of them with a due date, 6,000 imported
 * invoices of three days, most of them with a payment and some with two, two that are due early, and 12,000 of two imports that
 * ran at the same time.
 */
let billing: TestBilling;
let manager: GraphqlClient;
const [lone, one, other] = [uuid(), uuid(), uuid()];

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  const customerId = billing.addCustomer();
  const { sql } = billing.database;
  await insertInBatches(
    { last: 10_400 },
    (first, last) =>
      sql`insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
          total_minor, due_date, version, created_at, updated_at)
        select uuidv7(), 'DRAFT', ${customerId}, 'Name', 'EUR', 0, n * 7919 % 5003, 0, n * 7919 % 5003,
          case when n % 200 > 0 then date '2026-02-01' + n % 90 end, 1, now(), now() + n % 977 * interval '1 second'
        from generate_series(${first}::int, ${last}::int) as n`,
  );
  await insertInBatches(
    { last: 6_000 },
    (first, last) =>
      sql`insert into billing.invoices (id, status, origin, import_job_id, import_row, number, customer_name,
          customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
          created_at, updated_at)
        select uuidv7(), 'ISSUED', 'IMPORTED', ${lone}, n, 'OLD/' || n, 'Name', '{}', 'EUR', 0, n * 7919 % 5003, 0,
          n * 7919 % 5003, date '2025-01-01' + n % 3, now(), 1, now(), now()
        from generate_series(${first}::int, ${last}::int) as n`,
  );
  await insertInBatches(
    { last: 6_000 },
    (first, last) =>
      sql`insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
        select uuidv7(), id, 'PAYMENT', 1, 'CARD', date '2025-03-01' + (import_row % 50)::int, 'test',
          now() + import_row % 877 * interval '1 second'
        from billing.invoices where import_row between ${first} and ${last} and total_minor > 0 and import_row % 40 > 0`,
  );
  await sql`insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
    select uuidv7(), id, 'PAYMENT', 1, 'CARD', '2025-06-01', 'test', now()
    from billing.invoices where total_minor > 2 and import_row % 40 = 1`;
  billing.setNow('2026-02-01T10:00:00Z');
  for (const dueDate of ['2026-02-02', '2026-02-03']) {
    const draft = await succeed(manager, 'createInvoice', {
      customerId,
      currency: 'EUR',
      lines: [freeLine],
      dueDate,
    });
    await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  }
  billing.setNow('2026-03-01T12:00:00Z');
  await insertInBatches(
    { last: 12_000 },
    (first, last) =>
      sql`insert into billing.invoices (id, status, origin, kind, import_job_id, import_row, number, customer_name,
          customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
          created_at, updated_at)
        select uuidv7(), 'ISSUED', 'IMPORTED', case when n % 4000 < 10 then 'CREDIT_NOTE' else 'INVOICE' end,
          (array[${one}, ${other}])[1 + n % 2]::uuid, n, 'BOTH/' || n, 'Name', '{}', 'EUR', 0, n * 7919 % 5003, 0,
          n * 7919 % 5003, date '2024-01-01' + n % 300, now(), 1, now(), now() + n % 977 * interval '1 second'
        from generate_series(${first}::int, ${last}::int) as n`,
  );
  await sql.begin(async (tx) => {
    // As the function that imports has it.
    await tx`create temporary table import_invoices on commit drop as
      select id, line_count from billing.invoices where origin = 'IMPORTED' limit 1`;
    await tx`insert into billing.import_chunks (job_id, first_id, last_id)
      select import_job_id, min(id::text)::uuid, max(id::text)::uuid from billing.invoices
      where origin = 'IMPORTED' group by import_job_id, import_row / 1000`;
  });
});
after(() => billing.close());

const fields: Record<string, string> = {
  DUE_DATE: 'due_date',
  TOTAL: 'total_minor',
  UPDATED_AT: 'updated_at',
  CREATED_AT: 'id',
  ISSUE_DATE: 'issue_date',
};

/** Compares the first and the last page of a filter in each order with the ledger sorted as a whole. */
async function check(filter: object, condition: string): Promise<void> {
  for (const [field, column] of Object.entries(fields)) {
    for (const direction of ['ASC', 'DESC']) {
      const rows = await billing.database.sql.unsafe<{ id: string }[]>(
        `select id from billing.invoices where ${condition} order by ${column} ${direction} nulls last, id ${direction}`,
      );
      const expected = rows.map(({ id }) => id);
      const orderBy = { field, direction };
      const first = await readInvoicePage(manager, { first: 20, filter, orderBy });
      const last = await readInvoicePage(manager, { last: 20, filter, orderBy });
      const read = [first, last].map(({ edges }) => edges.map(({ node }) => node.id));
      assert.deepEqual(read, [expected.slice(0, 20), expected.slice(-20)], `${field} ${direction}`);
    }
  }
}

test('by due days, with more in a class than are counted and with fewer', async () => {
  await check({ dueTo: '2026-12-31' }, `due_date <= '2026-12-31'`);
  await check(
    { dueFrom: '2026-02-10', dueTo: '2026-04-15' },
    `due_date between '2026-02-10' and '2026-04-15'`,
  );
  await check({ dueTo: '2026-02-03' }, `due_date <= '2026-02-03'`);
  await check({ isOverdue: true }, `due_date < '2026-03-01' and status = 'ISSUED'`);
});

test('by days of issue, with more than are sorted and with fewer', async () => {
  await check({ issuedFrom: '2025-01-01' }, `issue_date >= '2025-01-01'`);
  await check({ issuedTo: '2025-01-02', currency: 'EUR' }, `issue_date <= '2025-01-02'`);
});

test('by days of payment, with more than are sorted and with fewer', async () => {
  const paid = (days: string) =>
    `exists (select from billing.payments where invoice_id = invoices.id and paid_on ${days})`;
  await check({ paidFrom: '2025-03-01' }, paid(`>= '2025-03-01'`));
  await check({ paidTo: '2025-04-01' }, paid(`<= '2025-04-01'`));
  await check(
    { paidFrom: '2025-03-02', paidTo: '2025-05-31' },
    paid(`between '2025-03-02' and '2025-05-31'`),
  );
  await check({ paidFrom: '2025-05-01', paidTo: '2025-05-31' }, 'false');
  await check(
    { paidFrom: '2025-03-10', currency: 'EUR', status: ['ISSUED'] },
    `${paid(`>= '2025-03-10'`)} and status = 'ISSUED'`,
  );
});

test('by import, of one that ran alone and of one that shares its range of ids with another', async () => {
  await check({ importJobId: lone }, `import_job_id = '${lone}'`);
  await check({ importJobId: one }, `import_job_id = '${one}'`);
  await check(
    { importJobId: other, kind: 'CREDIT_NOTE' },
    `import_job_id = '${other}' and kind = 'CREDIT_NOTE'`,
  );
  await check(
    { importJobId: lone, paidFrom: '2025-06-01' },
    `import_job_id = '${lone}' and last_paid_on >= '2025-06-01'`,
  );
  await check({ importJobId: uuid() }, 'false');
});

test('after a place that lies before an import, in it and after it', async () => {
  const { sql } = billing.database;
  const filter = { importJobId: lone };
  for (const direction of ['ASC', 'DESC'] as const) {
    const orderBy = { field: 'CREATED_AT', direction };
    const rows = await sql.unsafe<{ id: string; job: string | null }[]>(
      `select id, import_job_id as job from billing.invoices order by id ${direction}`,
    );
    const ids = rows.map(({ id }) => id);
    const places = [0, ids.findIndex((_id, nth) => rows[nth]?.job === lone) + 3_000, ids.length - 1];
    for (const place of places) {
      const { edges } = await readInvoicePage(manager, { first: 1, filter: { ids: [ids[place]] }, orderBy });
      const after = edges[0]?.cursor;
      const page = await readInvoicePage(manager, { first: 20, after, filter, orderBy });
      const expected = ids.filter((_id, nth) => nth > place && rows[nth]?.job === lone).slice(0, 20);
      assert.deepEqual(
        page.edges.map(({ node }) => node.id),
        expected,
        `${direction} after ${place}`,
      );
      const before = await readInvoicePage(manager, { last: 20, before: after, filter, orderBy });
      const expectedBefore = ids.filter((_id, nth) => nth < place && rows[nth]?.job === lone).slice(-20);
      assert.deepEqual(
        before.edges.map(({ node }) => node.id),
        expectedBefore,
        `${direction} before ${place}`,
      );
    }
  }
});

test('by customers, of many and few invoices in a class', async () => {
  const { sql } = billing.database;
  const [row] = await sql<
    { id: string }[]
  >`select customer_id as id from billing.invoices where status = 'DRAFT' limit 1`;
  await check({ customerIds: [row?.id] }, `customer_id = '${row?.id}'`);
  await check(
    { customerIds: [row?.id, uuid()], status: ['ISSUED'] },
    `customer_id = '${row?.id}' and status = 'ISSUED'`,
  );
});

test('without a filter, and by currency', async () => {
  await check({}, 'true');
  await check({ currency: 'EUR' }, `currency = 'EUR'`);
});
