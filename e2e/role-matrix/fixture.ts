import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Fixture } from './samples.ts';

/** Makes one of everything through the gateway, so that every field has something to give or to refuse. */
export async function createFixture(gatewayUrl: string, token: string): Promise<Fixture> {
  const mutate = async (
    name: string,
    input: object,
    wanted: string,
  ): Promise<Record<string, string | number>> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${wanted} userErrors { field message } } }`;
    const response = await fetch(gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const body = (await response.json()) as { data?: Record<string, Record<string, unknown>> };
    const payload = body.data?.[name];
    assert.deepEqual(payload?.['userErrors'], [], JSON.stringify(body));
    const [object] = Object.values(payload ?? {});
    return object as Record<string, string | number>;
  };

  const customer = await mutate(
    'createCustomer',
    {
      displayName: 'Matrix & Sons',
      email: 'matrix@example.com',
      phone: '+33142685300',
      address: { line1: '1 rue de la Paix', postalCode: '75002', city: 'Paris', countryCode: 'FR' },
      taxNumber: 'FR12345678901',
    },
    'customer { id }',
  );
  const sku = `MATRIX-${randomUUID()}`;
  const product = await mutate(
    'createProduct',
    {
      sku,
      name: 'Matrix',
      unitPrice: { amount: '10.00', currency: 'EUR' },
      taxRate: '20',
      isStockTracked: true,
    },
    'product { id }',
  );
  await mutate(
    'recordStockMovement',
    { productId: product['id'], kind: 'RECEIPT', quantity: '5', idempotencyKey: randomUUID() },
    'stockMovement { id }',
  );
  const draft = await mutate(
    'createInvoice',
    {
      customerId: customer['id'],
      currency: 'EUR',
      lines: [{ productId: product['id'], quantity: '2' }],
      idempotencyKey: randomUUID(),
    },
    'invoice { id version }',
  );
  const invoice = await mutate(
    'issueInvoice',
    { id: draft['id'], expectedVersion: draft['version'], idempotencyKey: randomUUID() },
    'invoice { id number }',
  );
  // A dispute, which whoever manages customers may see, and whoever manages invoices too.
  const request = await mutate(
    'createRequest',
    { kind: 'DISPUTE', title: 'Matrix', invoiceId: invoice['id'], idempotencyKey: randomUUID() },
    'request { id }',
  );
  return {
    customerId: String(customer['id']),
    productId: String(product['id']),
    invoiceId: String(invoice['id']),
    invoiceNumber: String(invoice['number']),
    sku,
    requestId: String(request['id']),
  };
}
