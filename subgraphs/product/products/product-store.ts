import type { ManagedUpdate } from '#kernel/managed-entity.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, eq, inArray, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { findBrokenUniqueConstraint } from '#platform/database/unique-violation.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { type KeysetOrder, type KeysetRow, toKeysetQuery } from '#platform/graphql/connection.ts';
import type { Page } from '#platform/graphql/page.ts';
import type { ProductModel } from '../models.ts';
import { products } from '../tables.ts';

type NewProduct = typeof products.$inferInsert;
/** What an update may set; the version and the time of change it sets itself. */
type Changes = { [Column in keyof NewProduct]?: NewProduct[Column] | undefined };

/** The products there are of these ids, in no particular order; one statement. */
export async function findProducts(db: Reader, ids: readonly string[]): Promise<ProductModel[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : db.select().from(products).where(inArray(products.id, known));
}

/** The rows of one page, and one more when there are more. */
export function listProducts(
  db: Reader,
  page: Page,
  order: KeysetOrder,
  condition: SQL | undefined,
): Promise<(KeysetRow & { product: ProductModel })[]> {
  const keyset = toKeysetQuery(page, order);
  return db
    .select({ product: products, id: products.id, value: keyset.cursorValue })
    .from(products)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
}

export async function countProducts(db: Reader, condition: SQL | undefined): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(products).where(condition);
  return row?.count ?? 0;
}

/** The product with this stock keeping unit, if any. */
export async function findProductBySku(db: Reader, sku: string): Promise<ProductModel | undefined> {
  const [row] = await db.select().from(products).where(eq(products.sku, sku));
  return row;
}

/** Adds a product; false if another one has its stock keeping unit. */
export async function insertProduct(
  db: Pick<PostgresJsDatabase, 'insert'>,
  product: NewProduct,
): Promise<boolean> {
  const added = await db
    .insert(products)
    .values(product)
    .onConflictDoNothing({ target: products.sku })
    .returning({ id: products.id });
  return added.length > 0;
}

/** Changes a product that is still at this version; TAKEN if another product has the stock keeping unit. */
export async function updateProduct(
  db: Pick<PostgresJsDatabase, 'update'>,
  id: string,
  version: number,
  changes: Changes,
): Promise<ManagedUpdate<ProductModel>> {
  try {
    const [row] = await db
      .update(products)
      .set({ ...changes, version: version + 1, updatedAt: sql`now()` })
      .where(and(eq(products.id, id), eq(products.version, version)))
      .returning();
    return row === undefined ? { obstacle: 'STALE' } : { row };
  } catch (error) {
    if (findBrokenUniqueConstraint(error) === 'products_sku_key') return { obstacle: 'TAKEN' };
    throw error;
  }
}
