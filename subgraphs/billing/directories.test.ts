import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { freeLine, mutateInvoice, read, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let input: object;
let draftId: string;

before(async () => {
  billing = await startTestBilling({ directoryTimeoutMs: 300 });
  manager = await billing.as('BILLING_MANAGER');
  input = {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [{ productId: billing.addProduct(), quantity: '1' }, freeLine],
  };
});
after(() => billing.close());
beforeEach(async () => {
  billing.customers.behave('well');
  billing.products.behave('well');
  draftId = (await succeed(manager, 'createInvoice', input)).id;
});

for (const directory of ['customers', 'products'] as const) {
  for (const behaviour of ['silent', 'broken', 'refusing'] as const) {
    test(`while the service of ${directory} is ${behaviour}, nothing is created, changed or issued`, async () => {
      billing[directory].behave(behaviour);
      const target = { id: draftId, expectedVersion: 1 };
      const payloads = await Promise.all([
        mutateInvoice(manager, 'createInvoice', input),
        mutateInvoice(manager, 'updateInvoice', { ...target, ...pick(input) }),
        mutateInvoice(manager, 'issueInvoice', target),
      ]);
      for (const { invoice, userErrors } of payloads) {
        assert.equal(invoice, null);
        assert.deepEqual(
          userErrors.map(({ field, code }) => [field, code]),
          [[[], 'UNAVAILABLE']],
        );
        assert.match(userErrors[0]?.message ?? '', directory === 'customers' ? /customer/ : /product/);
        assert.doesNotMatch(userErrors[0]?.message ?? '', /127\.0\.0\.1|not allowed|503/);
      }
      const invoice = await read(manager, draftId);
      assert.equal(invoice?.status, 'DRAFT');
      assert.equal(invoice?.version, 1);
      const [series] = await billing.database.sql`select 1 from invoice_series`;
      assert.equal(series, undefined);
    });
  }
}

test('the key of a call that failed by an outage is free for the next attempt', async () => {
  const call = { ...input, idempotencyKey: 'outage' };
  billing.products.behave('broken');
  await mutateInvoice(manager, 'createInvoice', call);
  billing.products.behave('well');
  await succeed(manager, 'createInvoice', call);
});

test('invoices are read while both services are down, with references for others to resolve', async () => {
  billing.customers.behave('broken');
  billing.products.behave('broken');
  assert.equal((await read(manager, draftId))?.id, draftId);
  assert.equal((await fetch(new URL('/readyz', billing.url))).status, 200);
});

test('no transaction is open while another service is asked', async () => {
  billing.customers.behave('silent');
  const asked = billing.customers.requests.length;
  const call = mutateInvoice(manager, 'issueInvoice', { id: draftId, expectedVersion: 1 });
  await waitFor('the service to be asked', () => billing.customers.requests.length > asked);
  // If a lock were held, this would wait until the request to the service times out.
  await succeed(manager, 'updateInvoice', { id: draftId, expectedVersion: 1, note: 'meanwhile' });
  const { userErrors } = await call;
  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['UNAVAILABLE'],
  );
});

test('a draft without products does not ask the product service', async () => {
  billing.products.behave('broken');
  await succeed(manager, 'createInvoice', { ...input, lines: [freeLine] });
});

function pick(given: object): object {
  return 'lines' in given && 'customerId' in given
    ? { lines: given.lines, customerId: given.customerId }
    : {};
}
