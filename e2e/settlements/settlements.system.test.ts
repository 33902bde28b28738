import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';

/** Nothing else in the system has this currency. */
const currency = 'NZD';
let system: SharedSystem;
let manager: GraphqlClient;
let customerId: string;

before(
  async () => {
    system = await openSharedSystem();
    const clientOf = async (user: string) =>
      createGraphqlClient(system.gatewayUrl, await system.tokenOf(user));
    manager = await clientOf('billing-manager');
    const { data } = await (await clientOf('customer-manager'))<{
      createCustomer: { customer: { id: string } };
    }>('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }', {
      input: { displayName: 'Settled & Sons', idempotencyKey: randomUUID() },
    });
    customerId = data.createCustomer.customer.id;
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

type Payload = Record<
  string,
  { userErrors: unknown[] } & Record<string, { id: string; total?: { amount: string } }>
>;

/** Calls a mutation that has to succeed, and gives its object. */
async function call(mutation: string, inputType: string, object: string, input: object) {
  const { data, errors } = await manager<Payload>(
    `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${object} userErrors { field code message } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
  );
  assert.deepEqual([errors, data[mutation]?.userErrors], [[], []]);
  return data[mutation] as Payload[string];
}

/** Issues an invoice and gives its id; its total is 3 x unit price, and 20 % tax. */
async function issue(unitPrice: string): Promise<string> {
  const line = { description: 'Work', quantity: '3', unitPrice, taxRate: '20' };
  const created = await call('createInvoice', 'CreateInvoiceInput', 'invoice { id }', {
    customerId,
    currency,
    lines: [line],
  });
  const id = created['invoice']?.id ?? '';
  await call('issueInvoice', 'IssueInvoiceInput', 'invoice { id }', { id, expectedVersion: 1 });
  return id;
}

async function pay(invoiceId: string, amount: string): Promise<string> {
  const input = { invoiceId, amount, method: 'BANK_TRANSFER' };
  const { payment } = await call('recordPayment', 'RecordPaymentInput', 'payment { id }', input);
  return payment?.id ?? '';
}

async function credit(invoiceId: string, lines?: readonly object[]): Promise<void> {
  const input = { invoiceId, reason: 'returned', ...(lines !== undefined && { lines }) };
  await call('createCreditNote', 'CreateCreditNoteInput', 'creditNote { id }', input);
}

const figures = `count total { amount currency } creditedCount creditedTotal { amount } voidedCount
  voidedTotal { amount } netTotal { amount } paymentCount paidTotal { amount }`;

async function readStatistics() {
  const { data } = await manager<{
    liveTotals: { allTime: { total: { currency: string } }[] };
    customerTotal: { totals: object[] };
  }>(
    `query ($id: ID!) { liveTotals { allTime { ${figures} } } customerTotal(customerId: $id) { totals { ${figures} } } }`,
    { id: customerId },
  );
  const { liveTotals, customerTotal } = data;
  return {
    ofAll: liveTotals.allTime.find(({ total }) => total.currency === currency),
    ofCustomer: customerTotal.totals[0],
  };
}

test('what is issued, paid, given back, credited and made void through the gateway is in the statistics to the cent', async () => {
  // 3 x 33.33 = 99.99, and 20.00 tax: 119.99. 3 x 0.05 = 0.15, and 0.03 tax: 0.18. 3 x 700 and 420: 2520.
  const [odd, small, large, dropped] = [
    await issue('33.33'),
    await issue('0.05'),
    await issue('700'),
    await issue('1'),
  ];
  await pay(odd, '100.01');
  const mistaken = await pay(odd, '19.98');
  await call('reversePayment', 'ReversePaymentInput', 'payment { id }', {
    paymentId: mistaken,
    reason: 'of another customer',
  });
  await pay(large, '2520');
  const { data } = await manager<{ invoice: { lines: { id: string }[] } }>(
    'query ($id: ID!) { invoice(id: $id) { lines { id } } }',
    { id: large },
  );
  // One of three: 700 and 140 tax, which was paid and so can be given back.
  await credit(large, [{ lineId: data.invoice.lines[0]?.id, quantity: '1' }]);
  const refund = { invoiceId: large, amount: '839.99', method: 'BANK_TRANSFER' };
  await call('recordRefund', 'RecordRefundInput', 'payment { id }', refund);
  await credit(small);
  await call('voidInvoice', 'VoidInvoiceInput', 'invoice { id }', {
    id: dropped,
    expectedVersion: 2,
    reason: 'a draft that was issued by mistake',
  });

  const expected = {
    count: 4,
    // 119.99 + 0.18 + 2520.00 + 3.60
    total: { amount: '2643.77', currency },
    creditedCount: 2,
    creditedTotal: { amount: '840.18' },
    voidedCount: 1,
    voidedTotal: { amount: '3.60' },
    netTotal: { amount: '1799.99' },
    paymentCount: 2,
    // 100.01 + 2520.00 - 839.99
    paidTotal: { amount: '1780.02' },
  };
  let found: unknown;
  await waitFor('the statistics to have all of it', async () => {
    found = JSON.parse(JSON.stringify(await readStatistics()));
    return isDeepStrictEqual(found, { ofAll: expected, ofCustomer: expected });
  }).catch(() => assert.deepEqual(found, { ofAll: expected, ofCustomer: expected }));
});
