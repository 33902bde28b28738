import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { insertInBatches } from '#platform/testing/insert-in-batches.ts';
import { formatInvoiceNumber } from '../domain/number.ts';
import { freeLine, succeed } from '../testing/invoice-calls.ts';
import { readInvoicePage } from '../testing/list-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { findYear } from './number-prefix.ts';

/** 20,500 imported numbers, more than are found and sorted at once, and some of our own of two years with the same beginnings. */
let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  const customerId = billing.addCustomer();
  for (const [nth, day] of ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-02'].entries()) {
    billing.setNow(`${day}T10:00:00Z`);
    const draft = await succeed(manager, 'createInvoice', {
      customerId,
      currency: 'EUR',
      lines: [{ ...freeLine, quantity: String(10 - nth) }],
    });
    await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  }
  const jobId = uuid();
  await insertInBatches(
    { last: 24_500 },
    (first, last) =>
      billing.database.sql`
        insert into billing.invoices (id, status, origin, import_job_id, import_row, number, customer_name,
          customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
          created_at, updated_at)
        select uuidv7(), 'ISSUED', 'IMPORTED', ${jobId}, n, case when n <= 4000 then 'OLD/' || n else '2026/' || n end, 'Name',
          '{}', 'EUR', 0, n * 7919 % 5003, 0, n * 7919 % 5003, date '2025-01-01' + n % 300, now(), 1, now(),
          now() + n % 977 * interval '1 second'
        from generate_series(${first}::int, ${last}::int) as n`,
  );
});
after(() => billing.close());

const columns: Record<string, string> = {
  DUE_DATE: 'due_date',
  TOTAL: 'total_minor',
  UPDATED_AT: 'updated_at',
  CREATED_AT: 'id',
  ISSUE_DATE: 'issue_date',
};

/** Compares the first and the last page in each order with the ledger. */
async function check(filter: { numberPrefix: string }, condition = 'true'): Promise<void> {
  const { sql } = billing.database;
  for (const [field, column] of Object.entries(columns)) {
    for (const direction of ['ASC', 'DESC']) {
      const rows = await sql.unsafe<{ id: string }[]>(
        `select id from billing.invoices where starts_with(number, $1) and ${condition}
        order by ${column} ${direction} nulls last, id ${direction}`,
        [filter.numberPrefix],
      );
      const expected = rows.map(({ id }) => id);
      const orderBy = { field, direction };
      const first = await readInvoicePage(manager, { first: 20, filter, orderBy });
      const last = await readInvoicePage(manager, { last: 20, filter, orderBy });
      const read = [first, last].map(({ edges }) => edges.map(({ node }) => node.id));
      const name = `${JSON.stringify(filter)} ${field} ${direction}`;
      assert.deepEqual(read, [expected.slice(0, 20), expected.slice(-20)], name);
      assert.equal(first.totalCount, Math.min(expected.length, 5_000), name);
    }
  }
}

test('a beginning of many numbers finds imported ones and our own in each order', async () => {
  await check({ numberPrefix: '2026' });
  await check({ numberPrefix: '2' });
});

test('a beginning of fewer numbers finds them, whatever their classes', async () => {
  for (const numberPrefix of ['2026/1', 'OLD/', 'OLD/12', '2025', '2025-', '2026-0'])
    await check({ numberPrefix });
});

test('a beginning together with other conditions finds what passes both', async () => {
  const more = { origin: 'OWN', issuedFrom: '2026-01-01' };
  await check({ numberPrefix: '2026', ...more }, `origin = 'OWN' and issue_date >= '2026-01-01'`);
  await check({ numberPrefix: '20', ...{ origin: 'OWN' } }, `origin = 'OWN'`);
  await check({ numberPrefix: '2026', ...{ maxTotal: '10', currency: 'EUR' } }, 'total_minor <= 1000');
});

test('the year of a beginning is that of every number with it', () => {
  const notDigits = (min: number, max: number) =>
    fc.string({ minLength: min, maxLength: max, unit: fc.constantFrom('A', 'é', '-', '/', ' ', '_', '%') });
  fc.assert(
    fc.property(
      notDigits(0, 20),
      fc.integer({ min: 1000, max: 9999 }),
      notDigits(1, 3),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.nat(40),
      (prefix, series, separator, minDigits, sequence, length) => {
        const number = formatInvoiceNumber({ series, sequence }, { prefix, separator, minDigits });
        const year = findYear(number.slice(0, length));
        const isWhole = length >= prefix.length + 4;
        assert.equal(year, isWhole ? String(series) : undefined);
      },
    ),
    { numRuns: 500 },
  );
});
