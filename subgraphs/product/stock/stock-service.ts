import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { noteReusedKey, runKeyed } from '#platform/graphql/idempotency-key.ts';
import { InputProblems, type UserError } from '#platform/graphql/input-problems.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { formatQuantity } from '#schema/quantity.ts';
import type { RecordStockMovementInput, UserErrorCode } from '../generated/types.ts';
import type { ProductModel, StockMovementModel } from '../models.ts';
import { findProducts } from '../products/product-store.ts';
import { type NewMovement, parseMovement } from './movement-input.ts';
import { findMovement, insertMovement } from './movement-store.ts';

/** What the mutation of stock answers. */
export interface StockPayload {
  readonly product: ProductModel | null;
  readonly stockMovement: StockMovementModel | null;
  readonly userErrors: UserError<UserErrorCode>[];
}

type Problems = InputProblems<UserErrorCode>;

/** What people do with stock. */
export interface StockService {
  /** Records a movement; never lets the stock fall below zero, however many callers record at once. */
  record(input: RecordStockMovementInput, principal: Principal): Promise<StockPayload>;
}

export function createStockService(db: PostgresJsDatabase): StockService {
  async function record(input: RecordStockMovementInput, principal: Principal): Promise<StockPayload> {
    const problems: Problems = new InputProblems();
    const product = await find(input.productId);
    if (product === undefined) problems.at('productId').add('NOT_FOUND', 'There is no product with this id.');
    const movement = parseMovement(input, problems);
    if (product === undefined || movement === undefined) return refuse(problems);

    const { idempotencyKey: key, ...entry } = movement;
    const { idempotencyKey: _key, ...given } = input;
    const call = { operation: 'recordStockMovement', principal, key, input: given };
    const outcome = await runKeyed(db, call, (tx) =>
      insertMovement(tx, product.id, { ...entry, recordedBy: principal.subject }),
    );
    const after = await find(product.id);
    if (outcome.kind === 'reused') noteReusedKey(problems);
    else if (outcome.result === undefined) noteImpossible(movement, after, problems);
    else return accept(after, await findMovement(db, outcome.result));
    return refuse(problems);
  }

  async function find(id: string): Promise<ProductModel | undefined> {
    const [product] = await findProducts(db, [id]);
    return product;
  }

  return { record };
}

function noteImpossible(
  { changeMilli }: NewMovement,
  product: ProductModel | undefined,
  problems: Problems,
): void {
  const stock = formatQuantity(product?.stockMilli ?? 0n);
  if (changeMilli < 0n) {
    problems.at('quantity').add('INSUFFICIENT_STOCK', `There is not enough: the stock is ${stock}.`);
  } else {
    problems.at('quantity').add('OUT_OF_RANGE', `That is more than can be held: the stock is ${stock}.`);
  }
}

function accept(
  product: ProductModel | undefined,
  stockMovement: StockMovementModel | undefined,
): StockPayload {
  return { product: product ?? null, stockMovement: stockMovement ?? null, userErrors: [] };
}

function refuse(problems: Problems): StockPayload {
  return { product: null, stockMovement: null, userErrors: problems.errors };
}
