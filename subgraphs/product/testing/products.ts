import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** A product as the tests ask for it. */
export interface TestProduct {
  readonly id: string;
  readonly version: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string;
  readonly unitPrice: { readonly amount: string; readonly currency: string };
  readonly taxRate: string;
  readonly stock: string;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface TestMovement {
  readonly id: string;
  readonly kind: string;
  readonly quantity: string;
  readonly stockAfter: string;
  readonly note: string | null;
  readonly recordedBy: string;
}

/** What a mutation of a product or its stock answers. */
export interface TestPayload {
  readonly product: TestProduct | null;
  readonly stockMovement?: TestMovement | null;
  readonly userErrors: readonly { field: string[]; code: string; message: string }[];
}

const product = `id version sku name description unit unitPrice { amount currency } taxRate stock status createdAt updatedAt`;
const movement = 'id kind quantity stockAfter note recordedBy';

type Mutation =
  | 'createProduct'
  | 'updateProduct'
  | 'archiveProduct'
  | 'restoreProduct'
  | 'recordStockMovement';

/** Calls a mutation and gives its payload back. */
export async function mutate(client: GraphqlClient, name: Mutation, input: object): Promise<TestPayload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const stockMovement = name === 'recordStockMovement' ? `stockMovement { ${movement} }` : '';
  const { data, errors } = await client<Record<Mutation, TestPayload>>(
    `mutation ($input: ${type}!) {
      ${name}(input: $input) { product { ${product} } ${stockMovement} userErrors { field code message } }
    }`,
    { input },
  );
  assert.deepEqual(errors, []);
  return data[name];
}

/** Adds a product that must be right. */
export async function createProduct(client: GraphqlClient, input: object = {}): Promise<TestProduct> {
  const payload = await mutate(client, 'createProduct', {
    sku: randomUUID(),
    name: 'Mug',
    unitPrice: { amount: '2.55', currency: 'EUR' },
    taxRate: '20',
    ...input,
  });
  assert.deepEqual(payload.userErrors, []);
  assert.ok(payload.product);
  return payload.product;
}

/** Records a movement with a key of its own. */
export function move(
  client: GraphqlClient,
  productId: string,
  kind: string,
  quantity: string,
): Promise<TestPayload> {
  return mutate(client, 'recordStockMovement', { productId, kind, quantity, idempotencyKey: randomUUID() });
}

/** The codes of a refusal by the place they stand at, such as `{ 'unitPrice.amount': 'INVALID' }`. */
export function codesOf(payload: TestPayload): Record<string, string> {
  assert.equal(payload.product, null);
  return Object.fromEntries(payload.userErrors.map(({ field, code }) => [field.join('.'), code]));
}
