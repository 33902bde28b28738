import { and, eq, gte, ilike, inArray, lte, or, type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError, readTogether } from '#platform/graphql/bad-input.ts';
import { isPlainText, normaliseText, toSearchText } from '#platform/text/plain-text.ts';
import { parseDecimal } from '#schema/decimal.ts';
import { quantityScale } from '#schema/quantity.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { unitPriceScale } from '#schema/unit-price.ts';
import type { ProductFilter } from '../generated/types.ts';
import { products } from '../tables.ts';

/**
 * Turns a filter into a condition; undefined lets every product pass. Values that no product can have find nothing.
 *
 * @throws {GraphQLError} BAD_USER_INPUT if a price has no currency, or a number more decimals than the column
 */
export function toProductCondition(filter: Readable<ProductFilter> | null | undefined): SQL | undefined {
  const { ids, skus, search, status, currency } = filter ?? {};
  const [prices, stocks] = readTogether(
    () => toPriceConditions(filter ?? {}),
    () => toStockConditions(filter ?? {}),
  );
  return and(
    ids ? inArray(products.id, ids.filter(isUuid)) : undefined,
    skus
      ? inArray(
          products.sku,
          skus.map(normaliseText).filter((text) => isPlainText(text)),
        )
      : undefined,
    typeof search === 'string' ? toSearchCondition(search) : undefined,
    status ? inArray(products.status, [...new Set(status)]) : undefined,
    currency ? eq(products.currency, currency) : undefined,
    ...prices,
    ...stocks,
  );
}

function toSearchCondition(search: string): SQL | undefined {
  const text = toSearchText(search, { isMultiline: true });
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const pattern = toContainsPattern(text);
  return or(...[products.sku, products.name, products.description].map((column) => ilike(column, pattern)));
}

function toPriceConditions({ currency, minPrice, maxPrice }: Readable<ProductFilter>): (SQL | undefined)[] {
  if (!minPrice && !maxPrice) return [];
  if (!currency) {
    throw createBadInputError('`filter.minPrice` and `filter.maxPrice` need `filter.currency` beside them.');
  }
  const scale = unitPriceScale(currency);
  return readTogether(
    () => (minPrice ? gte(products.unitPriceMicro, toBound(minPrice, scale, 'filter.minPrice')) : undefined),
    () => (maxPrice ? lte(products.unitPriceMicro, toBound(maxPrice, scale, 'filter.maxPrice')) : undefined),
  );
}

function toStockConditions({ minStock, maxStock }: Readable<ProductFilter>): (SQL | undefined)[] {
  return readTogether(
    () => (minStock ? gte(products.stockE4, toBound(minStock, quantityScale, 'filter.minStock')) : undefined),
    () => (maxStock ? lte(products.stockE4, toBound(maxStock, quantityScale, 'filter.maxStock')) : undefined),
  );
}

/** Larger than any value of a column, and small enough for 64 bits. */
const beyondAll = 10n ** 18n;

function toBound(text: string, scale: number, name: string): bigint {
  const value = parseDecimal(text, scale);
  if (value === undefined) throw createBadInputError(`\`${name}\` must have at most ${scale} decimals.`);
  if (value > beyondAll) return beyondAll;
  return value < -beyondAll ? -beyondAll : value;
}
