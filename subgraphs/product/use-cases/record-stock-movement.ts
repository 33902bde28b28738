import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems, type UserError } from '#kernel/input-problems.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { type NewMovement, parseMovement } from '../domain/movement-input.ts';
import type { RecordStockMovementInput } from '../generated/types.ts';
import type { ProductModel, StockMovementModel } from '../models.ts';
import { findMovement, insertMovement } from '../store/movement-store.ts';
import { findProducts } from '../store/product-store.ts';

/** The payload of the mutation. */
export interface StockMovementPayload {
  readonly product: ProductModel | null;
  readonly stockMovement: StockMovementModel | null;
  readonly userErrors: UserError[];
}

/** A movement without problems, and the product that it moves. */
interface PreparedMovement {
  readonly product: ProductModel;
  readonly movement: NewMovement;
}

/** Records a movement of stock; never lets the stock fall below zero, however many callers record at once. */
export async function recordStockMovement(
  db: PostgresJsDatabase,
  principal: Principal,
  { idempotencyKey: key, ...input }: RecordStockMovementInput,
): Promise<StockMovementPayload> {
  const call = { operation: 'recordStockMovement', principal, key, input };
  const { value: id, problems } = await answerOnce(db, call, {
    prepare: () => prepare(db, input),
    write: (tx, prepared) => write(tx, prepared, principal),
  });
  if (problems !== undefined) return { product: null, stockMovement: null, userErrors: [...problems] };
  const [product, stockMovement] = await Promise.all([
    findProduct(db, input.productId),
    findMovement(db, id),
  ]);
  return { product: product ?? null, stockMovement: stockMovement ?? null, userErrors: [] };
}

async function prepare(
  db: Reader,
  input: Omit<RecordStockMovementInput, 'idempotencyKey'>,
): Promise<Checked<PreparedMovement>> {
  const problems = new InputProblems();
  const product = await findProduct(db, input.productId);
  if (product === undefined) problems.at('productId').add('NOT_FOUND', 'There is no product with this id.');
  else if (!product.isStockTracked) noteUntracked(problems.at('productId'));
  const movement = parseMovement(input, problems);
  if (product === undefined || movement === undefined || !problems.isEmpty)
    return { problems: problems.errors };
  return { value: { product, movement } };
}

async function write(
  tx: Transaction,
  { product, movement }: PreparedMovement,
  { subject }: Principal,
): Promise<Checked<string>> {
  const id = await insertMovement(tx, product.id, { ...movement, recordedBy: subject });
  if (id !== undefined) return { value: id };
  const problems = new InputProblems();
  const current = await findProduct(tx, product.id);
  if (current?.isStockTracked === false) noteUntracked(problems.at('productId'));
  else noteImpossible(movement, current, problems.at('quantity'));
  return { problems: problems.errors };
}

function noteUntracked(problems: InputProblems): void {
  problems.add(
    'WRONG_STATE',
    'The stock of this product is not tracked: set `isStockTracked` with `updateProduct` first.',
  );
}

function noteImpossible(
  { changeE4 }: NewMovement,
  product: ProductModel | undefined,
  problems: InputProblems,
): void {
  const stock = formatQuantity(product?.stockE4 ?? 0n);
  if (changeE4 < 0n) {
    problems.add('INSUFFICIENT_STOCK', `There is not enough stock: it is ${stock}.`);
  } else {
    problems.add('OUT_OF_RANGE', `The new stock would be too large: the stock is ${stock}.`);
  }
}

async function findProduct(db: Reader, id: string): Promise<ProductModel | undefined> {
  const [product] = await findProducts(db, [id]);
  return product;
}
