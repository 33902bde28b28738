import { v7 as createId } from 'uuid';
import { asc, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { StockLine } from '../domain/reservation-input.ts';
import type { ProductModel, StockReservationLineModel, StockReservationModel } from '../models.ts';
import { products, stockReservationLines, stockReservations } from '../tables.ts';
import { announceLowStock } from './announce-low-stock.ts';

/** The reservation with this id and its lines, if there is one. */
export async function findReservation(db: Reader, id: string): Promise<StockReservationModel | undefined> {
  const [row] = await db.select().from(stockReservations).where(eq(stockReservations.id, id));
  return row === undefined ? undefined : { ...row, lines: await readLines(db, id) };
}

/**
 * Finds the reservation with this id and locks it until the end of the transaction. The statement that locks the row also reads it: another
 * one would see a reservation that was committed in between, and that nobody has locked.
 */
export async function lockReservation(
  tx: Transaction,
  id: string,
): Promise<StockReservationModel | undefined> {
  const [row] = await tx.select().from(stockReservations).where(eq(stockReservations.id, id)).for('update');
  return row === undefined ? undefined : { ...row, lines: await readLines(tx, id) };
}

function readLines(db: Reader, id: string): Promise<StockReservationLineModel[]> {
  return db
    .select()
    .from(stockReservationLines)
    .where(eq(stockReservationLines.reservationId, id))
    .orderBy(asc(stockReservationLines.position));
}

/** Locks the existing ones of some products until the end of the transaction, in the order of their ids, so that no two calls wait for each other. */
export async function lockProducts(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProductModel>> {
  const rows = await tx
    .select()
    .from(products)
    .where(inArray(products.id, ids.filter(isUuid)))
    .orderBy(asc(products.id))
    .for('no key update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** The entries of the journal that one reservation or release writes. */
export interface ReservedMovements {
  readonly kind: 'RESERVATION' | 'RELEASE';
  readonly reservationId: string;
  readonly reference: string | null;
  readonly recordedBy: string;
  readonly lines: readonly StockLine[];
}

/**
 * Moves the stock of locked products, writes the journal, and announces stocks that fall to their thresholds. The number of statements does
 * not depend on the number of lines.
 */
export async function writeReservedMovements(tx: Transaction, movements: ReservedMovements): Promise<void> {
  const { kind, reservationId, reference, recordedBy, lines } = movements;
  const sign = kind === 'RESERVATION' ? -1n : 1n;
  const rows = lines.map(({ productId, quantityE4 }) => ({
    id: createId(),
    product_id: productId,
    change: String(sign * quantityE4),
  }));
  const moved = await tx.execute<{
    id: string;
    sku: string;
    change: string;
    stock: string;
    low: string;
  }>(sql`
    with entry as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (id uuid, product_id uuid, change bigint)
    ), moved as (
      update product.products as product
      set stock_e4 = stock_e4 + entry.change, movement_count = movement_count + 1
      from entry where product.id = entry.product_id
      returning entry.id, product_id, change, stock_e4, movement_count, sku, low_stock_e4
    ), written as (
      insert into product.stock_movements
        (id, product_id, position, kind, change_e4, stock_after_e4, reference, reservation_id, recorded_by)
      select id, product_id, movement_count, ${kind}, change, stock_e4, ${reference}, ${reservationId}::uuid, ${recordedBy}
      from moved
    )
    select product_id as id, sku, change::text, stock_e4::text as stock, low_stock_e4::text as low from moved
    where low_stock_e4 is not null`);
  await announceLowStock(
    tx,
    moved.map(({ id, sku, change, stock, low }) => ({
      productId: id,
      sku,
      stockE4: BigInt(stock),
      changeE4: BigInt(change),
      lowStockE4: BigInt(low),
    })),
  );
}

/** Writes the lines of a new reservation, in their order. */
export async function insertReservationLines(
  tx: Transaction,
  reservationId: string,
  lines: readonly StockLine[],
): Promise<void> {
  const rows = lines.map(({ productId, quantityE4 }, index) => ({
    product_id: productId,
    position: index + 1,
    quantity: String(quantityE4),
  }));
  await tx.execute(sql`
    insert into product.stock_reservation_lines (reservation_id, product_id, position, reserved_e4)
    select ${reservationId}::uuid, product_id, position, quantity
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line (product_id uuid, position int, quantity bigint)`);
}

/** Counts quantities of a locked reservation as given back, and closes it once nothing is left. */
export async function countReleased(
  tx: Transaction,
  reservationId: string,
  lines: readonly StockLine[],
): Promise<void> {
  const rows = lines.map(({ productId, quantityE4 }) => ({
    product_id: productId,
    quantity: String(quantityE4),
  }));
  await tx.execute(sql`
    update product.stock_reservation_lines as line set released_e4 = released_e4 + given.quantity
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (product_id uuid, quantity bigint)
    where line.reservation_id = ${reservationId} and line.product_id = given.product_id`);
  await tx.execute(sql`
    update product.stock_reservations as reservation set is_closed = true
    where id = ${reservationId} and not exists (
      select from product.stock_reservation_lines
      where reservation_id = reservation.id and released_e4 < reserved_e4)`);
}
