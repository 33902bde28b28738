import { v7 as createId } from 'uuid';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, asc, desc, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { type KeysetRow, toKeysetQuery } from '#platform/graphql/connection.ts';
import type { Page } from '#platform/graphql/page.ts';
import { maxStockE4 } from '../domain/bounds.ts';
import type { StockMovementModel } from '../models.ts';
import { products, stockMovements } from '../tables.ts';
import { announceLowStock } from './announce-low-stock.ts';

type NewRow = Pick<StockMovementModel, 'kind' | 'changeE4' | 'note' | 'recordedBy'>;

/**
 * Changes a product's stock if it is tracked and the new one is within its bounds, writes the journal, and announces a stock that falls to
 * its threshold. Gives the id of the journal's entry, or undefined if nothing was written. It needs a transaction: the update locks the product, so that the next
 * movement waits and finds the new stock.
 */
export async function insertMovement(
  tx: Transaction,
  productId: string,
  movement: NewRow,
): Promise<string | undefined> {
  const stockAfter = sql`${products.stockE4} + ${movement.changeE4}`;
  const [moved] = await tx
    .update(products)
    .set({ stockE4: stockAfter, movementCount: sql`${products.movementCount} + 1` })
    .where(
      and(
        eq(products.id, productId),
        products.isStockTracked,
        sql`${stockAfter} between 0 and ${maxStockE4}`,
      ),
    )
    .returning({
      stockAfterE4: products.stockE4,
      position: products.movementCount,
      sku: products.sku,
      lowStockE4: products.lowStockE4,
    });
  if (moved === undefined) return undefined;
  const { sku, lowStockE4, ...place } = moved;
  const id = createId();
  await tx.insert(stockMovements).values({ id, productId, ...movement, ...place });
  const { changeE4 } = movement;
  await announceLowStock(tx, [{ productId, sku, stockE4: place.stockAfterE4, changeE4, lowStockE4 }]);
  return id;
}

export async function findMovement(
  db: Pick<PostgresJsDatabase, 'select'>,
  id: string,
): Promise<StockMovementModel | undefined> {
  const [row] = await db.select().from(stockMovements).where(eq(stockMovements.id, id));
  return row;
}

/** A journal's entry with its cursor. */
export interface MovementRow extends KeysetRow {
  readonly movement: StockMovementModel;
}

/** The same page of several products' journals, newest first, by one statement. */
export async function listMovements(
  db: Pick<PostgresJsDatabase, 'select'>,
  productIds: readonly string[],
  page: Page,
): Promise<MovementRow[]> {
  const keyset = toKeysetQuery(page, {
    expression: sql`${stockMovements.position}`,
    type: 'bigint',
    direction: 'DESC',
    id: sql`${stockMovements.id}`,
  });
  const entries = db
    .select()
    .from(stockMovements)
    .where(and(eq(stockMovements.productId, products.id), keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit)
    .as('entries');
  const rows = await db
    .select(entries._.selectedFields)
    .from(products)
    .crossJoinLateral(entries)
    .where(inArray(products.id, [...productIds]))
    .orderBy(page.isBackward ? asc(entries.position) : desc(entries.position));
  return rows.map((movement) => ({ movement, id: movement.id, value: String(movement.position) }));
}
