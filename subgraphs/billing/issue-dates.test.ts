import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, mutateInvoice, read, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({
    seller: { timeZone: 'Asia/Tokyo', earliestIssueDate: '2026-01-01', issueDaysAhead: 10 },
  });
  // 1 March 2026, 09:00 in Tokyo.
  billing.setNow('2026-03-01T00:00:00Z');
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

async function createDraft(dueDate: string | null = null): Promise<string> {
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [freeLine], dueDate };
  return (await succeed(manager, 'createInvoice', input)).id;
}

/** The result of an attempt to issue a draft: its issue date, or the only problem. */
interface Issue {
  readonly issueDate: string | undefined;
  readonly problem: string;
  readonly message: string;
}

async function issue(id: string, issueDate?: string): Promise<Issue> {
  const { invoice, userErrors } = await mutateInvoice(manager, 'issueInvoice', {
    id,
    expectedVersion: 1,
    issueDate,
  });
  assert.ok(userErrors.length < 2);
  const [{ field, code, message } = { field: [], code: '', message: '' }] = userErrors;
  return { issueDate: invoice?.issueDate ?? undefined, problem: `${field.join('.')} ${code}`, message };
}

test("an issue date in a closed period is refused, and the problem names the period's end", async () => {
  const id = await createDraft();
  const { problem, message } = await issue(id, '2025-12-31');
  assert.equal(problem, 'issueDate OUT_OF_RANGE');
  assert.match(message, /2026-01-01/);
  assert.equal((await read(manager, id))?.status, 'DRAFT');
  assert.equal((await issue(id, '2026-01-01')).issueDate, '2026-01-01');
});

test('an issue date may be at most as far ahead as allowed', async () => {
  const id = await createDraft();
  const { problem, message } = await issue(id, '2026-03-12');
  assert.equal(problem, 'issueDate OUT_OF_RANGE');
  assert.match(message, /2026-03-11 or earlier: today is 2026-03-01/);
});

test('payment is due on the issue date at the earliest, for a given date and for today', async () => {
  const late = await createDraft('2026-02-28');
  for (const given of [undefined, '2026-03-01']) {
    const { problem, message } = await issue(late, given);
    assert.equal(problem, 'issueDate OUT_OF_RANGE');
    assert.match(message, /due on 2026-02-28, before the issue date 2026-03-01/);
  }
  assert.equal((await issue(late, '2026-02-28')).issueDate, '2026-02-28');
  assert.equal((await issue(await createDraft('2026-03-01'))).issueDate, '2026-03-01');
});

test('the database refuses to issue an invoice that is due before its issue date', async () => {
  const id = await createDraft('2026-03-04');
  const freeze = (day: string) => billing.database.sql`
    update billing.invoices set status = 'ISSUED', version = version + 1, series = 2026, sequence = 900,
      number = '2026-000900', issue_date = ${day}, issued_at = now(), customer_address_lines = '{}' where id = ${id}`;
  await assert.rejects(freeze('2026-03-05'), { code: '23514' });
  await freeze('2026-03-04');
});

test('a page learns how the seller counts days', async () => {
  const { data } = await manager('{ seller { timeZone today earliestIssueDate latestIssueDate } }');
  assert.deepEqual(data, {
    seller: {
      timeZone: 'Asia/Tokyo',
      today: '2026-03-01',
      earliestIssueDate: '2026-01-01',
      latestIssueDate: '2026-03-11',
    },
  });
});
