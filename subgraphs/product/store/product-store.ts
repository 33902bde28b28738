import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { ProductModel } from '../models.ts';
import { products } from '../tables.ts';

type NewProduct = typeof products.$inferInsert;
/** The columns that an update may set; it sets version and time of change itself. */
type Changes = { [Column in keyof NewProduct]?: NewProduct[Column] | undefined };

/** The existing products with these ids, in any order, by one statement. */
export async function findProducts(db: Reader, ids: readonly string[]): Promise<ProductModel[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : db.select().from(products).where(inArray(products.id, known));
}

/** The product with this stock keeping unit, if any. */
export async function findProductBySku(db: Reader, sku: string): Promise<ProductModel | undefined> {
  const [row] = await db.select().from(products).where(eq(products.sku, sku));
  return row;
}

/** Adds a product; undefined if another one has its stock keeping unit. */
export async function insertProduct(
  db: Pick<PostgresJsDatabase, 'insert'>,
  product: NewProduct,
): Promise<ProductModel | undefined> {
  const [added] = await db
    .insert(products)
    .values(product)
    .onConflictDoNothing({ target: products.sku })
    .returning();
  return added;
}

/** Changes a product that is still at this version; undefined if it is not. */
export async function updateProduct(
  db: Pick<PostgresJsDatabase, 'update'>,
  id: string,
  version: number,
  changes: Changes,
): Promise<ProductModel | undefined> {
  const [row] = await db
    .update(products)
    .set({ ...changes, version: version + 1, updatedAt: sql`now()` })
    .where(and(eq(products.id, id), eq(products.version, version)))
    .returning();
  return row;
}
