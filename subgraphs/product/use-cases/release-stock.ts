import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { hashInput } from '#platform/database/idempotency.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { formatQuantity } from '#schema/quantity.ts';
import { maxStockE4 } from '../domain/bounds.ts';
import { type NewRelease, parseRelease, type StockLine } from '../domain/reservation-input.ts';
import type { ReleaseStockInput } from '../generated/types.ts';
import type { ProductModel, StockReservationModel } from '../models.ts';
import {
  countReleased,
  findReservation,
  lockProducts,
  lockReservation,
  writeReservedMovements,
} from '../store/reservation-store.ts';
import { stockReleases, stockReservations } from '../tables.ts';

/** The payload of the mutation. */
export interface ReleasePayload {
  readonly reservation: StockReservationModel | null;
  readonly userErrors: UserError[];
}

/** Gives back stock that a reservation took; all that is left if the release has no lines. */
export async function releaseStock(
  db: PostgresJsDatabase,
  { subject }: Principal,
  input: ReleaseStockInput,
): Promise<ReleasePayload> {
  const { value: release, problems } = parseRelease(input);
  if (problems !== undefined) return { reservation: null, userErrors: [...problems] };
  const inputHash = hashInput(input);
  return db.transaction(async (tx) => {
    const { id, reservationId } = release;
    const added = await tx
      .insert(stockReleases)
      .values({ id, reservationId, inputHash, recordedBy: subject })
      .onConflictDoNothing()
      .returning({ id: stockReleases.id });
    const found = new InputProblems();
    if (added.length === 0) {
      await checkRepetition(tx, id, inputHash, found);
      recordNoEffect();
    } else {
      await giveBack(tx, release, subject, found);
      if (found.isEmpty) await recordEffect(tx, { id: reservationId });
    }
    const reservation = found.isEmpty ? await findReservation(tx, reservationId) : undefined;
    return { reservation: reservation ?? null, userErrors: found.errors };
  });
}

async function checkRepetition(
  tx: Transaction,
  id: string,
  inputHash: string,
  problems: InputProblems,
): Promise<void> {
  const [known] = await tx.select().from(stockReleases).where(eq(stockReleases.id, id));
  if (known?.inputHash !== inputHash) {
    problems
      .at('releaseId')
      .add('IDEMPOTENCY_KEY_REUSED', 'This id was used with another input; take a new one for each.');
  }
}

/** Gives stock back, or notes problems and leaves nothing written, so that the corrected release can have its id. */
async function giveBack(
  tx: Transaction,
  release: NewRelease,
  subject: string,
  problems: InputProblems,
): Promise<void> {
  const reservation = await lockOrClose(tx, release, subject);
  const lines = reservation === undefined ? [] : toGivenLines(release, reservation, problems);
  if (reservation === undefined) {
    problems.at('reservationId').add('NOT_FOUND', 'There is no reservation with this id.');
  }
  const locked = await lockProducts(
    tx,
    lines.map(({ productId }) => productId),
  );
  checkRoom(lines, locked, problems);
  if (!problems.isEmpty) {
    await tx.delete(stockReleases).where(eq(stockReleases.id, release.id));
    return;
  }
  await writeReservedMovements(tx, {
    kind: 'RELEASE',
    reservationId: release.reservationId,
    reference: reservation?.reference ?? null,
    recordedBy: subject,
    lines,
  });
  await countReleased(tx, release.reservationId, lines);
}

/**
 * Locks the reservation. If a release of the whole comes first, it leaves a closed reservation, which refuses the one that
 * comes late.
 */
async function lockOrClose(
  tx: Transaction,
  { reservationId: id, lines }: NewRelease,
  subject: string,
): Promise<StockReservationModel | undefined> {
  if (lines === null) {
    await tx
      .insert(stockReservations)
      .values({ id, reference: null, inputHash: null, isClosed: true, recordedBy: subject })
      .onConflictDoNothing();
  }
  return lockReservation(tx, id);
}

/** The quantities to give back; a line that asks for more than is left is noted. */
function toGivenLines(
  release: NewRelease,
  { lines: held }: StockReservationModel,
  problems: InputProblems,
): readonly StockLine[] {
  const left = new Map(held.map((line) => [line.productId, line.reservedE4 - line.releasedE4]));
  if (release.lines === null) {
    return [...left]
      .filter(([, quantityE4]) => quantityE4 > 0n)
      .map(([productId, quantityE4]) => ({ productId, quantityE4 }));
  }
  for (const [index, { productId, quantityE4 }] of release.lines.entries()) {
    const leftE4 = left.get(productId);
    if (leftE4 === undefined) {
      problems
        .at('lines', index, 'productId')
        .add('NOT_FOUND', 'The reservation took no stock of this product.');
    } else if (quantityE4 > leftE4) {
      problems
        .at('lines', index, 'quantity')
        .add('OUT_OF_RANGE', `Give at most what is left of the reservation: ${formatQuantity(leftE4)}.`);
    }
  }
  return release.lines;
}

/** Notes the products whose stock has grown so large since that it cannot take the quantity back. */
function checkRoom(
  lines: readonly StockLine[],
  locked: ReadonlyMap<string, ProductModel>,
  problems: InputProblems,
): void {
  for (const [index, { productId, quantityE4 }] of lines.entries()) {
    const stockE4 = locked.get(productId)?.stockE4 ?? 0n;
    if (stockE4 + quantityE4 <= maxStockE4) continue;
    const message = `The new stock would be too large: the stock is ${formatQuantity(stockE4)}.`;
    problems.at('lines', index, 'quantity').add('OUT_OF_RANGE', message);
  }
}
