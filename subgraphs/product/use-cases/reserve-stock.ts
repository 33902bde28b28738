import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { eq } from '#platform/database/drizzle.ts';
import { hashInput } from '#platform/database/idempotency.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { type NewReservation, parseReservation } from '../domain/reservation-input.ts';
import type { ReserveStockInput } from '../generated/types.ts';
import type { ProductModel, StockReservationModel, StockShortageModel } from '../models.ts';
import {
  findReservation,
  insertReservationLines,
  lockProducts,
  writeReservedMovements,
} from '../store/reservation-store.ts';
import { stockReservations } from '../tables.ts';

/** The payload of the mutation. */
export interface ReservationPayload {
  readonly reservation: StockReservationModel | null;
  readonly shortages: StockShortageModel[] | null;
  readonly userErrors: UserError[];
}

/**
 * Takes the stock of all lines or of none. The reservation's id makes a repetition harmless for ever, not only while
 * idempotency keys are kept: a repetition may arrive after its reservation was released.
 */
export async function reserveStock(
  db: PostgresJsDatabase,
  { subject }: Principal,
  input: ReserveStockInput,
): Promise<ReservationPayload> {
  const { value: wanted, problems } = parseReservation(input);
  if (problems !== undefined) return refuse(problems);
  const inputHash = hashInput(input);
  return db.transaction(async (tx) => {
    // The row is the lock: an equal call, or a release, waits here until this one ends.
    const added = await tx
      .insert(stockReservations)
      .values({
        id: wanted.id,
        reference: wanted.reference,
        inputHash,
        isClosed: false,
        recordedBy: subject,
      })
      .onConflictDoNothing()
      .returning({ id: stockReservations.id });
    if (added.length === 0) {
      recordNoEffect();
      return repeat(await getReservation(tx, wanted.id), inputHash);
    }
    return take(tx, wanted, subject);
  });
}

/** Answers a repetition. */
function repeat(known: StockReservationModel, inputHash: string): ReservationPayload {
  const problems = new InputProblems(['reservationId']);
  if (known.isClosed) {
    problems.add('WRONG_STATE', 'This reservation was released whole; take a new id for a new reservation.');
  } else if (known.inputHash !== inputHash) {
    problems.add('IDEMPOTENCY_KEY_REUSED', 'This id was used with another input; take a new one for each.');
  }
  return problems.isEmpty ? { reservation: known, shortages: null, userErrors: [] } : refuse(problems.errors);
}

async function take(tx: Transaction, wanted: NewReservation, subject: string): Promise<ReservationPayload> {
  const { id, reference, lines } = wanted;
  const locked = await lockProducts(
    tx,
    lines.map(({ productId }) => productId),
  );
  const problems = new InputProblems(['lines']);
  const shortages = findShortages(wanted, locked, problems);
  if (!problems.isEmpty) {
    await tx.delete(stockReservations).where(eq(stockReservations.id, id));
    return { ...refuse(problems.errors), shortages: shortages.length > 0 ? shortages : null };
  }
  const tracked = lines.filter(({ productId }) => locked.get(productId)?.isStockTracked === true);
  await writeReservedMovements(tx, {
    kind: 'RESERVATION',
    reservationId: id,
    reference,
    recordedBy: subject,
    lines: tracked,
  });
  await insertReservationLines(tx, id, tracked);
  await recordEffect(tx, { id });
  return { reservation: await getReservation(tx, id), shortages: null, userErrors: [] };
}

/** The products with too little stock; each is noted, and so is each product that does not exist. */
function findShortages(
  { lines }: NewReservation,
  locked: ReadonlyMap<string, ProductModel>,
  problems: InputProblems,
): StockShortageModel[] {
  return lines.flatMap(({ productId, quantityE4 }, index) => {
    const product = locked.get(productId);
    if (product === undefined) {
      problems.at(index, 'productId').add('NOT_FOUND', 'There is no product with this id.');
      return [];
    }
    if (!product.isStockTracked || product.stockE4 >= quantityE4) return [];
    const [available, requested] = [product.stockE4, quantityE4].map(formatQuantity);
    problems
      .at(index, 'quantity')
      .add('INSUFFICIENT_STOCK', `${available} ${product.sku} are in stock; ${requested} were asked for.`);
    return [{ productId, availableE4: product.stockE4, requestedE4: quantityE4 }];
  });
}

async function getReservation(tx: Transaction, id: string): Promise<StockReservationModel> {
  const reservation = await findReservation(tx, id);
  if (reservation === undefined)
    throw new TypeError(`The reservation ${id} must exist within its transaction.`);
  return reservation;
}

function refuse(problems: readonly UserError[]): ReservationPayload {
  return { reservation: null, shortages: null, userErrors: [...problems] };
}
