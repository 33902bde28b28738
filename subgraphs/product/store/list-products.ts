import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type NamedOrder, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import type { ProductOrder, ProductOrderField, QueryProductsArgs } from '../generated/types.ts';
import type { ProductConnectionModel } from '../models.ts';
import { products } from '../tables.ts';
import { toProductCondition } from './product-filter.ts';

/** A page of all products that pass a filter, by one statement; another one counts them on request. */
export async function listProducts(
  db: Reader,
  given: Partial<QueryProductsArgs>,
): Promise<ProductConnectionModel> {
  const order = toOrder(given.orderBy);
  const [, { page, keyset }, condition] = readListArguments(
    given,
    (args) => {
      const asked = parsePage(args, order.name);
      return { page: asked, keyset: toKeysetQuery(asked, order) };
    },
    ({ filter }) => toProductCondition(filter),
  );
  const rows = await db
    .select({ product: products, id: products.id, value: keyset.cursorValue })
    .from(products)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ product }) => product,
    async () => db.$count(products, condition),
  );
}

/** Texts in the order of a dictionary, whatever the database's own collation. */
const expressions: Record<ProductOrderField, Pick<NamedOrder, 'expression' | 'type'>> = {
  SKU: { expression: sql`${products.sku} collate "und-x-icu"`, type: 'text' },
  NAME: { expression: sql`${products.name} collate "und-x-icu"`, type: 'text' },
  UNIT_PRICE: { expression: sql`${products.unitPriceMicro}`, type: 'bigint' },
  STOCK: { expression: sql`${products.stockE4}`, type: 'bigint' },
  CREATED_AT: { expression: sql`${products.createdAt}`, type: 'timestamptz' },
  UPDATED_AT: { expression: sql`${products.updatedAt}`, type: 'timestamptz' },
};

/** The requested order; by stock keeping unit without one. */
function toOrder(order: ProductOrder | null | undefined): NamedOrder {
  const field = order?.field ?? 'SKU';
  const direction = order?.direction ?? 'ASC';
  return { ...expressions[field], direction, id: sql`${products.id}`, name: `${field} ${direction}` };
}
