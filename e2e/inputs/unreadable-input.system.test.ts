import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';

let system: SharedSystem;
let manager: GraphqlClient;

before(
  async () => {
    system = await openSharedSystem();
    manager = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

test('the gateway lets values of a wrong form through to the use case, which tells them all', async () => {
  const { data, errors } = await manager<{
    createInvoice: { userErrors: { field: string[]; code: string }[] };
  }>(
    `mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { userErrors { field code } } }`,
    {
      input: {
        customerId: 'no id',
        currency: 'euro',
        dueDate: '2026-02-30',
        idempotencyKey: randomUUID(),
        lines: [{ description: '', quantity: '1,50', unitPrice: { amount: 5 }, taxRate: 20 }],
      },
    },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.createInvoice.userErrors.map(({ field }) => field.join('.')).sort(), [
    'currency',
    'customerId',
    'dueDate',
    'lines.0.description',
    'lines.0.quantity',
    'lines.0.taxRate',
    'lines.0.unitPrice',
  ]);
});

test('the gateway answers BAD_USER_INPUT to a filter of a wrong form, in variables and in the document', async () => {
  const inDocument = await manager('{ invoices(filter: { issuedTo: "soon" }) { totalCount } }');
  const inVariables = await manager(
    'query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount } }',
    { filter: { issuedTo: 5 } },
  );
  for (const { data, errors } of [inDocument, inVariables]) {
    assert.deepEqual(data, { invoices: null });
    assert.deepEqual(
      errors.map(({ extensions }) => extensions?.['code']),
      ['BAD_USER_INPUT'],
    );
    assert.match(errors[0]?.message ?? '', /`filter\.issuedTo` must be a day/);
  }
});
