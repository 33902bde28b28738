import type { InvoiceConnectionResolvers, QueryResolvers } from '../generated/resolvers.ts';
import type { InvoiceStatus } from '../generated/types.ts';
import { loadProductSummary, type ProductSummary } from '../product-totals/load-product-summary.ts';
import { type InvoiceSummaryQuery, loadSummary, type Summary } from '../totals/load-summary.ts';
import { parseSummary } from '../totals/summary-query.ts';

/** The query that adds invoices up in groups. */
export const totalsQueries: Pick<QueryResolvers, 'invoiceSummary'> = {
  invoiceSummary: async (_root, args, { db }) => {
    const { groupBy, ...query } = parseSummary(args);
    if (groupBy !== 'PRODUCT') return toSummary(await loadSummary(db, { ...query, groupBy }), groupBy);
    const [all, products] = await Promise.all([
      loadSummary(db, { ...query, groupBy: 'STATUS' }),
      loadProductSummary(db, query),
    ]);
    return toProductSummary(all, products);
  },
};

/** The totals of a list of invoices. */
export const invoiceConnectionResolvers: InvoiceConnectionResolvers = {
  isTotalCountExact: async ({ totals }) => (await totals()).isExact,
  sums: async ({ totals }) => (await totals()).sums?.map((one) => ({ ...one })) ?? null,
};

function toSummary({ sums, groups, groupCount }: Summary, groupBy: InvoiceSummaryQuery['groupBy']) {
  return {
    sums: [...sums],
    lineSums: null,
    isComplete: true,
    groupCount,
    groups: groups.map(({ key, sums: ofGroup }) => ({
      status: groupBy === 'STATUS' ? (key as InvoiceStatus) : null,
      customer: groupBy === 'CUSTOMER' && key !== null ? { id: key } : null,
      day: groupBy === 'DAY' || groupBy === 'MONTH' ? key : null,
      product: null,
      sku: null,
      sums: [...ofGroup],
      lineSums: null,
    })),
  };
}

function toProductSummary({ sums }: Summary, { groups, ...products }: ProductSummary) {
  return {
    ...products,
    sums: [...sums],
    lineSums: [...products.lineSums],
    groups: groups.map(({ productId, sku, lineSums }) => ({
      status: null,
      customer: null,
      day: null,
      product: productId === null ? null : { id: productId },
      sku,
      sums: [],
      lineSums: [...lineSums],
    })),
  };
}
