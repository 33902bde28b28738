import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

test('a draft takes from the product what its line leaves out', async () => {
  const productId = billing.addProduct();
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [{ productId, quantity: '2' }, freeLine],
  });
  console.log(JSON.stringify(draft, null, 1));
  const issued = await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  console.log(JSON.stringify(issued, null, 1));
  const answer = await manager(
    `{ invoices(filter: {search: "martin"}) { totalCount edges { cursor node { id } } } _entities(representations: [{__typename:"Customer", id: "${issued.customer.id}"},{__typename:"Product", id: "${productId}"}]) { ... on Customer { invoices { totalCount edges { node { id } } } } ... on Product { invoicedQuantity }} }`,
  );
  console.log(JSON.stringify(answer, null, 1));
  assert.ok(issued);
});
