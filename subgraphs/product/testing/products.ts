import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The fields of a product that the tests request. */
export interface TestProduct {
  readonly id: string;
  readonly version: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string;
  readonly unitPrice: { readonly amount: string; readonly currency: string };
  readonly taxRate: string;
  readonly isStockTracked: boolean;
  readonly taxCategory: string;
  readonly taxExemptionReason: string | null;
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

/** The payload of a mutation of a product or its stock. */
export interface ProductPayload extends TestRefusal {
  readonly product: TestProduct | null;
  readonly stockMovement?: TestMovement | null;
}

const product = `id version sku name description unit unitPrice { amount currency } taxRate taxCategory taxExemptionReason isStockTracked stock status createdAt updatedAt`;
const movement = 'id kind quantity stockAfter note recordedBy';

type Mutation =
  | 'createProduct'
  | 'updateProduct'
  | 'archiveProduct'
  | 'restoreProduct'
  | 'recordStockMovement';

/** Calls a mutation and gives its payload. */
export function mutateProduct(client: GraphqlClient, name: Mutation, input: object): Promise<ProductPayload> {
  const stockMovement = name === 'recordStockMovement' ? `stockMovement { ${movement} }` : '';
  return callMutation(client, name, input, `product { ${product} } ${stockMovement}`);
}

/** Adds a product with tracked stock; the input must be right. */
export async function createProduct(client: GraphqlClient, input: object = {}): Promise<TestProduct> {
  const payload = await mutateProduct(client, 'createProduct', {
    sku: randomUUID(),
    name: 'Mug',
    unitPrice: { amount: '2.55', currency: 'EUR' },
    taxRate: '20',
    isStockTracked: true,
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
): Promise<ProductPayload> {
  return mutateProduct(client, 'recordStockMovement', {
    productId,
    kind,
    quantity,
    idempotencyKey: randomUUID(),
  });
}
