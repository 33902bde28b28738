import { selectsField } from '#platform/graphql/selects-field.ts';
import type { BillingContext } from '../context.ts';
import type { InvoiceConnectionResolvers, QueryResolvers } from '../generated/resolvers.ts';
import type { InvoiceStatus } from '../generated/types.ts';
import type { InvoiceSummaryModel } from '../models.ts';
import {
  type LineSums,
  loadAllLineSums,
  loadProductSummary,
  type ProductQuery,
  type ProductSummary,
} from '../product-totals/load-product-summary.ts';
import { type InvoiceSummaryQuery, loadSummary, type Summary } from '../totals/load-summary.ts';
import { parseSummary } from '../totals/summary-query.ts';

/** The query that adds invoices up in groups. */
export const totalsQueries: Pick<QueryResolvers, 'invoiceSummary'> = {
  invoiceSummary: async (_root, args, { db }, info) => {
    const { groupBy, ...query } = parseSummary(args);
    if (groupBy !== 'PRODUCT') return toSummary(await loadSummary(db, { ...query, groupBy }), groupBy);
    const [all, products, lineSums] = await loadProducts(db, query, selectsField(info, 'lineSums'));
    return {
      ...products,
      sums: all.sums,
      lineSums,
      groups: products.groups.map(({ productId, sku, lineSums: ofGroup }) => ({
        status: null,
        customer: null,
        day: null,
        product: productId === null ? null : { id: productId },
        sku,
        sums: [],
        lineSums: ofGroup,
      })),
    };
  },
};

type LoadedProducts = readonly [Summary, ProductSummary, LineSums[] | null];

/** The sums of all lines take as long as the groups, so they are loaded only on request, and of the same state of the database. */
async function loadProducts(
  db: BillingContext['db'],
  query: ProductQuery,
  hasLineSums: boolean,
): Promise<LoadedProducts> {
  const byStatus = { ...query, groupBy: 'STATUS' } as const;
  if (!hasLineSums) {
    const [all, products] = await Promise.all([loadSummary(db, byStatus), loadProductSummary(db, query)]);
    return [all, products, null];
  }
  return db.transaction(
    async (tx) =>
      [
        await loadSummary(tx, byStatus),
        await loadProductSummary(tx, query),
        await loadAllLineSums(tx, query),
      ] as const,
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** The totals of a list of invoices. */
export const invoiceConnectionResolvers: InvoiceConnectionResolvers = {
  isTotalCountExact: async ({ totals }) => (await totals()).isExact,
  sums: async ({ totals }) => (await totals()).sums?.map((one) => ({ ...one })) ?? null,
};

function toSummary(
  { sums, groups, groupCount }: Summary,
  groupBy: InvoiceSummaryQuery['groupBy'],
): InvoiceSummaryModel {
  return {
    sums,
    lineSums: null,
    isComplete: true,
    groupCount,
    groups: groups.map(({ key, sums: ofGroup }) => ({
      status: groupBy === 'STATUS' ? (key as InvoiceStatus) : null,
      customer: groupBy === 'CUSTOMER' && key !== null ? { id: key } : null,
      day: groupBy === 'DAY' || groupBy === 'MONTH' ? key : null,
      product: null,
      sku: null,
      sums: ofGroup,
      lineSums: null,
    })),
  };
}
