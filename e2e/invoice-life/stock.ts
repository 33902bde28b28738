import { randomUUID } from 'node:crypto';
import type { Caller } from './caller.ts';

/** The customers and products of the load. */
export interface Goods {
  readonly customerIds: readonly string[];
  /** With a stock that is kept. */
  readonly goodsIds: readonly string[];
  /** Without one. */
  readonly serviceIds: readonly string[];
  /** Of a stock so small that many issues find too little. */
  readonly rareIds: readonly string[];
}

/** Units received of each product before the load. */
export const receipts = { goods: 100_000, rare: 40 };

/** Adds customers and products, and receives stock. */
export async function prepareGoods(callers: {
  readonly customers: Caller;
  readonly products: Caller;
}): Promise<Goods> {
  const countTo = (count: number) => Array.from({ length: count }, (_, nth) => nth + 1);
  const customerIds = await Promise.all(
    countTo(20).map((nth) =>
      create(callers.customers, 'createCustomer', 'customer', {
        displayName: `Customer ${nth}`,
        address: { line1: `${nth} High Street`, city: 'Lyon', countryCode: 'FR' },
      }),
    ),
  );
  const sell = async (name: string, received: number) => {
    const id = await create(callers.products, 'createProduct', 'product', {
      sku: name,
      name,
      unitPrice: { amount: '12.345', currency: 'EUR' },
      taxRate: '20',
      isStockTracked: received > 0,
    });
    if (received > 0) await receive(callers.products, id, received);
    return id;
  };
  return {
    customerIds,
    goodsIds: await Promise.all(countTo(5).map((nth) => sell(`GOODS-${nth}`, receipts.goods))),
    serviceIds: await Promise.all(countTo(2).map((nth) => sell(`SERVICE-${nth}`, 0))),
    rareIds: await Promise.all(countTo(2).map((nth) => sell(`RARE-${nth}`, receipts.rare))),
  };
}

async function create(caller: Caller, mutation: string, member: string, input: object): Promise<string> {
  const payload = await caller.call(mutation, { ...input, idempotencyKey: randomUUID() }, `${member} { id }`);
  const made = payload[member] as { id: string } | null;
  if (made === null) throw new Error(`${mutation}: ${JSON.stringify(payload.userErrors)}`);
  return made.id;
}

async function receive(caller: Caller, productId: string, quantity: number): Promise<void> {
  const input = { productId, kind: 'RECEIPT', quantity: String(quantity), idempotencyKey: randomUUID() };
  const { userErrors } = await caller.call('recordStockMovement', input, 'stockMovement { id }');
  if (userErrors.length > 0) throw new Error(`recordStockMovement: ${JSON.stringify(userErrors)}`);
}
