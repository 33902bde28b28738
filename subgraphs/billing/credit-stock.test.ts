import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { stockTasks } from './stock-tables.ts';
import { credit } from './testing/credit-calls.ts';
import { succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

/** Issues an invoice of 5 units of a product, of which it reserved the stock. */
async function issueReserved(): Promise<{ id: string; lineId: string; productId: string }> {
  const productId = billing.addProduct();
  const lines = [{ productId, quantity: '5' }];
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines };
  const draft = await succeed(manager, 'createInvoice', input);
  const { id, lines: issued } = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  await billing.database.db.insert(stockTasks).values({
    id,
    invoiceId: id,
    kind: 'RESERVE',
    reservationId: id,
    lines,
    state: 'DONE',
    actor: 'test',
    dueAt: new Date(),
    finishedAt: new Date(),
  });
  assert.ok(issued[0]);
  return { id, lineId: issued[0].id, productId };
}

async function releasesOf(invoiceId: string): Promise<unknown[]> {
  const rows = await billing.database.sql<{ lines: unknown }[]>`
    select lines from stock_tasks where invoice_id = ${invoiceId} and kind = 'RELEASE'`;
  return rows.map(({ lines }) => lines);
}

test('a credit records the release of what it takes back, and none if the goods stay with the customer', async () => {
  const { id: invoiceId, lineId, productId } = await issueReserved();
  const lines = [{ lineId, quantity: '2' }];
  await credit(manager, { invoiceId, lines, returnsGoods: false });
  assert.deepEqual(await releasesOf(invoiceId), []);
  await credit(manager, { invoiceId, lines });
  assert.deepEqual(await releasesOf(invoiceId), [[{ productId, quantity: '2' }]]);
});
