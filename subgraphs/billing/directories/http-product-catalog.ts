import { z } from 'zod';
import { parseDecimal } from '#schema/decimal.ts';
import { parseMoney } from '#schema/money.ts';
import type { InvoicedProduct } from '../domain/reference.ts';
import type { EntitiesClient, EntitiesQuery } from './entities-client.ts';
import type { ProductCatalog } from './product-catalog.ts';

const moneySchema = z.object({ amount: z.string(), currency: z.string() }).transform((money, context) => {
  const parsed = parseMoney(money.amount, money.currency);
  if (parsed !== undefined) return parsed;
  context.addIssue('must be an amount with no more decimals than its currency has');
  return z.NEVER;
});

const taxRateSchema = z.string().transform((text, context) => {
  const basisPoints = parseDecimal(text, 2);
  if (basisPoints !== undefined) return Number(basisPoints);
  context.addIssue('must be a rate in percent with up to two decimals');
  return z.NEVER;
});

const productSchema = z.object({
  status: z.enum(['ACTIVE', 'ARCHIVED']),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  unitPrice: moneySchema,
  taxRate: taxRateSchema,
});

const query: EntitiesQuery<z.infer<typeof productSchema>> = {
  typename: 'Product',
  selection: '{ status sku name unit unitPrice { amount currency } taxRate }',
  schema: productSchema,
};

/** Reads products from the product subgraph. */
export function createHttpProductCatalog(client: EntitiesClient): ProductCatalog {
  return {
    async findProducts(ids, token) {
      const products = await client.load(query, ids, token);
      const found = ids.flatMap((id, index): [string, InvoicedProduct][] => {
        const product = products[index];
        if (product === undefined) return [];
        const { taxRate, ...rest } = product;
        return [[id, { id, ...rest, taxRateBasisPoints: taxRate }]];
      });
      return new Map(found);
    },
  };
}
