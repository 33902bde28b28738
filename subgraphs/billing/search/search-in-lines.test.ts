import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, remove, succeed } from '../testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { importChunk, importedWithLines } from '../testing/test-import.ts';

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

async function search(text: string): Promise<string[]> {
  const { data, errors } = await manager<{
    invoices: { edges: { node: { id: string } }[]; totalCount: number };
  }>('query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount edges { node { id } } } }', {
    filter: { search: text },
  });
  assert.deepEqual(errors, []);
  const ids = data.invoices.edges.map(({ node }) => node.id);
  assert.equal(data.invoices.totalCount, ids.length);
  return ids;
}

const countIndexed = async (text: string) =>
  (await billing.database.sql`select from billing.invoice_search where lines like ${`%${text}%`}`).length;

test('a search finds an invoice by the description and the stock keeping unit of its lines: invoiceninja/ui #1973', async () => {
  const productId = billing.addProduct({ sku: 'Flour-T65' });
  const lines = [
    { productId, quantity: '1' },
    { ...freeLine, description: 'Oven repair, Crêpière' },
  ];
  const input = { customerId: billing.addCustomer(), currency: 'EUR' };
  const { id } = await succeed(manager, 'createInvoice', { ...input, lines });
  for (const text of ['flour-t65', 'OVEN REP', 'crêpière', 'CRE\u0302PI'])
    assert.deepEqual(await search(text), [id]);
  assert.equal(await countIndexed('oven repair'), 1);

  const changed = [{ ...freeLine, description: 'Dough mixer' }];
  await succeed(manager, 'updateInvoice', { id, expectedVersion: 1, lines: changed });
  assert.deepEqual([await search('oven rep'), await search('dough')], [[], [id]]);
  assert.equal(await countIndexed('oven repair'), 0);

  await succeed(manager, 'issueInvoice', { id, expectedVersion: 2 });
  assert.deepEqual(await search('mixer'), [id]);
});

test('the texts of a deleted draft are gone from the index', async () => {
  const input = { customerId: billing.addCustomer(), currency: 'EUR' };
  const lines = [{ ...freeLine, description: 'Ephemeral' }];
  const { id } = await succeed(manager, 'createInvoice', { ...input, lines });
  assert.deepEqual(await search('ephemeral'), [id]);
  await remove(manager, { id, expectedVersion: 1 });
  assert.equal(await countIndexed('ephemeral'), 0);
});

test('an imported line is found before and after its texts are in the index', async () => {
  const { invoice, lines } = importedWithLines([10_000, 20_000]);
  await importChunk(billing.database.sql, { invoices: [invoice], lines });
  assert.deepEqual([await search('hanging heart'), await search('85123a')], [[invoice.id], [invoice.id]]);
  assert.equal(await countIndexed('hanging heart'), 0);
  await billing.database.sql`select billing.fill_invoice_search(1000)`;
  assert.deepEqual([await search('hanging heart'), await search('85123a')], [[invoice.id], [invoice.id]]);
  assert.equal(await countIndexed('hanging heart'), 1);
});
