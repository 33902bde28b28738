import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';
import { createTestApiClient } from '../testing/create-test-api-client.ts';

/** The way of an API client through the whole system: provider, subgraph people, gateway and billing. */
let system: SharedSystem;
let admin: GraphqlClient;
before(
  async () => {
    system = await openSharedSystem();
    admin = createGraphqlClient(system.gatewayUrl, await system.tokenOf('admin'));
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

const createClient = (scopes: readonly string[], roles: readonly string[] = ['BILLING_MANAGER']) =>
  createTestApiClient(admin, { roles, scopes });

interface Lists {
  readonly customers: { readonly edges: readonly { readonly node: { id: string; displayName: string } }[] };
  readonly products: {
    readonly edges: readonly { readonly node: { id: string; unitPrice: { currency: string } } }[];
  };
}

function askWith(key: string): GraphqlClient {
  return createGraphqlClient(system.gatewayUrl, key);
}

const read = '{ invoices(first: 1) { edges { node { number } } } }';
const write = 'mutation { approve(input: { id: "x" }) { userErrors { code } } }';

test('a key reads and writes what its scopes open, and nothing else', async () => {
  const reader = askWith((await createClient(['invoices:read'])).key);
  assert.deepEqual((await reader(read)).errors, []);
  const codesOf = async (client: GraphqlClient, document: string) =>
    (await client(document)).errors.map(({ extensions }) => extensions?.['code']);
  assert.deepEqual(await codesOf(reader, write), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  const nothing = askWith((await createClient([])).key);
  assert.deepEqual(await codesOf(nothing, read), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  for (const document of ['{ products(first: 1) { totalCount } }', '{ preferences { theme } }'])
    assert.deepEqual(await codesOf(nothing, document), ['UNAUTHORIZED_FIELD_OR_TYPE'], document);
  const both = askWith((await createClient(['invoices:read', 'invoices:write'])).key);
  assert.deepEqual([await codesOf(both, read), await codesOf(both, write)], [[], []]);
});

test('a client with the scopes of invoices alone makes an invoice, and sees what an invoice needs of its customer and product', async () => {
  const shop = askWith((await createClient(['invoices:read', 'invoices:write'])).key);
  const { data: found } = await admin<Lists>(
    `{ customers(first: 1, filter: { status: [ACTIVE] }) { edges { node { id displayName } } }
      products(first: 1, filter: { status: [ACTIVE] }) { edges { node { id unitPrice { currency } } } } }`,
  );
  const customer = found.customers.edges[0]?.node;
  const product = found.products.edges[0]?.node;
  assert.ok(customer && product);
  const input = {
    customerId: customer.id,
    currency: product.unitPrice.currency,
    lines: [{ productId: product.id, quantity: '1' }],
    idempotencyKey: randomUUID(),
  };
  const { data, errors } = await shop<{ createInvoice: unknown }>(
    `mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { userErrors { field message }
      invoice { customer { id displayName status contactName } } } }`,
    { input },
  );
  assert.deepEqual(data.createInvoice, {
    userErrors: [],
    invoice: {
      customer: { id: customer.id, displayName: customer.displayName, status: 'ACTIVE', contactName: null },
    },
  });
  const refused = errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']]);
  assert.deepEqual(refused, [['createInvoice.invoice.customer.contactName', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
  for (const document of ['{ customers { totalCount } }', `{ product(id: "${product.id}") { sku } }`])
    assert.notDeepEqual((await shop(document)).errors, [], document);
});

test('people without any scope in their tokens read invoices as their role lets them', async () => {
  const manager = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  assert.deepEqual((await manager(read)).errors, []);
  const user = createGraphqlClient(system.gatewayUrl, await system.tokenOf('user'));
  assert.notDeepEqual((await user(read)).errors, []);
});

test('a revoked key is refused once the gateway has asked about it again', { timeout: 150_000 }, async () => {
  const { id, key } = await createClient(['invoices:read']);
  const reader = askWith(key);
  assert.equal((await reader(read)).status, 200);
  const { errors } = await admin(
    'mutation ($input: RevokeApiClientInput!) { revokeApiClient(input: $input) { revokedId } }',
    { input: { id } },
  );
  assert.deepEqual(errors, []);
  const refused = await waitFor(
    'the refusal',
    async () => {
      const answer = await reader(read);
      return answer.status === 401 ? answer : undefined;
    },
    100_000,
  );
  assert.equal(refused.errors[0]?.extensions?.['code'], 'API_KEY_REFUSED');
});
