import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openDownload } from '#platform/testing/open-download.ts';
import { addressOf, readRows } from './testing/export-calls.ts';
import { freeLine, mutateInvoice, read, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({ seller: { timeZone: 'Europe/Paris' } });
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const createDraft = (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
    ...changes,
  });
const issue = async (changes: object = {}): Promise<TestInvoice> =>
  succeed(manager, 'issueInvoice', { id: (await createDraft()).id, expectedVersion: 1, ...changes });

test("an invoice of half past midnight on 1 January in the seller's zone has that day and the new series (lago #146, killbill #674)", async () => {
  billing.setNow('2025-12-31T22:59:59.999Z');
  const last = await issue();
  assert.deepEqual([last.issueDate, last.number], ['2025-12-31', '2025-000001']);
  billing.setNow('2025-12-31T23:30:00Z');
  const first = await issue();
  assert.deepEqual([first.issueDate, first.number], ['2026-01-01', '2026-000001']);
  assert.equal(first.issuedAt, '2025-12-31T23:30:00.000Z');
});

test('the first number of a year is the same on the document, in the list, in the file and in the event (InvoiceShelf #529)', async () => {
  billing.setNow('2029-12-31T23:00:00Z');
  const first = await issue();
  assert.deepEqual([first.issueDate, first.number], ['2030-01-01', '2030-000001']);
  assert.equal((await read(manager, first.id))?.number, '2030-000001');
  const filter = { issuedFrom: '2030-01-01' };
  const { data } = await manager<{ invoices: { edges: { node: { number: string } }[] } }>(
    'query ($filter: InvoiceFilter) { invoices(filter: $filter) { edges { node { number } } } }',
    { filter },
  );
  assert.deepEqual(
    data.invoices.edges.map(({ node }) => node.number),
    ['2030-000001'],
  );
  const address = await addressOf(manager, { filter, columns: ['NUMBER', 'ISSUE_DATE'] });
  const file = await openDownload(billing, address, await billing.tokenOf('BILLING_MANAGER'));
  assert.deepEqual(await readRows(file), ['2030-000001,2030-01-01']);
  const [event] = await billing.database.sql<{ value: Buffer }[]>`
    select value from billing.outbox where convert_from(value, 'UTF8') like '%2030-000001%'`;
  assert.equal(JSON.parse(String(event?.value)).invoiceNumber, '2030-000001');
});

test('the dates of a draft stay where the process runs west or east of UTC (crater #905)', async () => {
  const zoneBefore = process.env['TZ'];
  try {
    for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env['TZ'] = zone;
      assert.notEqual(new Date('2029-01-31T00:00:00Z').getTimezoneOffset(), 0);
      const draft = await createDraft({ dueDate: '2031-01-31' });
      const { id, version, dueDate } = draft;
      const saved = await succeed(manager, 'updateInvoice', {
        id,
        expectedVersion: version,
        dueDate,
        note: zone,
      });
      assert.deepEqual([dueDate, saved.dueDate, saved.note], ['2031-01-31', '2031-01-31', zone]);
      const issued = await succeed(manager, 'issueInvoice', { id, expectedVersion: saved.version });
      assert.deepEqual([issued.dueDate, issued.issueDate], ['2031-01-31', '2030-01-01']);
    }
  } finally {
    if (zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneBefore;
  }
});

test("today is the seller's day: it may be given, and the day after it may not", async () => {
  billing.setNow('2026-06-30T22:15:00Z');
  assert.equal((await issue({ issueDate: '2026-07-01' })).issueDate, '2026-07-01');
  const { id } = await createDraft();
  const { userErrors } = await mutateInvoice(manager, 'issueInvoice', {
    id,
    expectedVersion: 1,
    issueDate: '2026-07-02',
  });
  assert.deepEqual(
    userErrors.map(({ field, code }) => [...field, code]),
    [['issueDate', 'OUT_OF_RANGE']],
  );
  assert.match(userErrors[0]?.message ?? '', /today is 2026-07-01 in the seller's time zone Europe\/Paris/);
});

test("an invoice is overdue from the seller's midnight", async () => {
  billing.setNow('2027-03-01T12:00:00Z');
  const { id } = await createDraft({ dueDate: '2027-03-31' });
  await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  billing.setNow('2027-03-31T21:59:59Z');
  assert.equal((await read(manager, id))?.isOverdue, false);
  billing.setNow('2027-03-31T22:00:00Z');
  assert.equal((await read(manager, id))?.isOverdue, true);
  const { data } = await manager(
    'query ($id: ID!) { invoices(filter: { ids: [$id], isOverdue: true }) { totalCount } }',
    { id },
  );
  assert.deepEqual(data, { invoices: { totalCount: 1 } });
});
