import { and, eq, gte, ilike, inArray, lte, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn } from '#platform/database/drizzle-tables.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError, readTogether } from '#platform/graphql/bad-input.ts';
import { isPlainText, normaliseText, toSearchText } from '#platform/text/plain-text.ts';
import { parseDecimal } from '#schema/decimal.ts';
import { quantityScale } from '#schema/quantity.ts';
import { type Readable, wasUnreadable } from '#schema/read-arguments.ts';
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

function toPriceConditions(filter: Readable<ProductFilter>): (SQL | undefined)[] {
  const { currency, minPrice, maxPrice } = filter;
  if (!(minPrice || maxPrice) || wasUnreadable(filter, 'currency')) return [];
  if (!currency) {
    throw createBadInputError('`filter.minPrice` and `filter.maxPrice` need `filter.currency` beside them.');
  }
  const scale = unitPriceScale(currency);
  return between(
    products.unitPriceMicro,
    [minPrice, 'filter.minPrice'],
    [maxPrice, 'filter.maxPrice'],
    scale,
  );
}

function toStockConditions({ minStock, maxStock }: Readable<ProductFilter>): (SQL | undefined)[] {
  return between(
    products.stockE4,
    [minStock, 'filter.minStock'],
    [maxStock, 'filter.maxStock'],
    quantityScale,
  );
}

type NamedBound = readonly [text: string | null | undefined, name: string];

/** The conditions that a column is between two numbers of so many decimals; one that is absent is no bound. */
function between(
  column: AnyPgColumn,
  [least, leastName]: NamedBound,
  [most, mostName]: NamedBound,
  scale: number,
): (SQL | undefined)[] {
  const [min, max] = readTogether(
    () => (least ? toBound(least, scale, leastName) : undefined),
    () => (most ? toBound(most, scale, mostName) : undefined),
  );
  if (min !== undefined && max !== undefined && min > max)
    throw createBadInputError(
      `\`${leastName}\` must not be more than \`${mostName}\`; ${least} is more than ${most}.`,
    );
  return [min === undefined ? undefined : gte(column, min), max === undefined ? undefined : lte(column, max)];
}

/** Larger than any value of a column, and small enough for 64 bits. */
const beyondAll = 10n ** 18n;

function toBound(text: string, scale: number, name: string): bigint {
  const value = parseDecimal(text, scale);
  if (value === undefined) throw createBadInputError(`\`${name}\` must have at most ${scale} decimals.`);
  if (value > beyondAll) return beyondAll;
  return value < -beyondAll ? -beyondAll : value;
}
