import { z } from 'zod';
import { type EntitiesQuery, loadEntities } from '#kernel/directories/load-entities.ts';
import type { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { findExemptCategory } from '#schema/tax-category.ts';
import { parseTaxRate } from '#schema/tax-rate.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import type { InvoicedProduct } from '../domain/reference.ts';
import type { ProductCatalog } from './product-catalog.ts';

const unitPriceSchema = z
  .object({ amount: z.string(), currency: z.string() })
  .transform(({ amount, currency }, context) => {
    const { value, problem } = parseUnitPrice(amount, currency);
    if (value !== undefined) return value;
    context.addIssue(problem?.message ?? 'must be a price');
    return z.NEVER;
  });

const taxRateSchema = z.string().transform((text, context) => {
  const { value, problem } = parseTaxRate(text);
  if (value !== undefined) return value;
  context.addIssue(problem?.message ?? 'must be a rate');
  return z.NEVER;
});

const productSchema = z.object({
  status: z.enum(['ACTIVE', 'ARCHIVED']),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  unitPrice: unitPriceSchema,
  taxRate: taxRateSchema,
  taxCategory: z.enum(['STANDARD', 'ZERO_RATED', 'EXEMPT', 'REVERSE_CHARGE', 'INTRA_COMMUNITY', 'EXPORT']),
  taxExemptionReason: z.string().nullable(),
  isStockTracked: z.boolean(),
});

const query: EntitiesQuery<z.infer<typeof productSchema>> = {
  typename: 'Product',
  selection:
    '{ status sku name unit unitPrice { amount currency } taxRate taxCategory taxExemptionReason isStockTracked }',
  schema: productSchema,
};

/** Reads products from the product subgraph. */
export function createHttpProductCatalog(client: SubgraphClient): ProductCatalog {
  return {
    async findProducts(ids, token) {
      const products = await loadEntities(client, query, ids, token);
      const found = ids.flatMap((id, index): [string, InvoicedProduct][] => {
        const product = products[index];
        if (product === undefined) return [];
        const { taxRate, taxCategory, ...rest } = product;
        const exempt = findExemptCategory(taxCategory) ?? null;
        return [[id, { id, ...rest, taxRateMilli: taxRate, taxCategory: exempt }]];
      });
      return new Map(found);
    },
  };
}
