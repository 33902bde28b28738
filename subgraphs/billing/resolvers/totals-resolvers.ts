import type {
  InvoiceConnectionResolvers,
  InvoiceSummaryResolvers,
  QueryResolvers,
} from '../generated/resolvers.ts';
import type { InvoiceStatus } from '../generated/types.ts';
import type { InvoiceSummaryModel } from '../models.ts';
import { loadAllLineSums, loadProductSummary } from '../product-totals/load-product-summary.ts';
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
    return {
      ...products,
      sums: all.sums,
      loadLineSums: () => loadAllLineSums(db, query),
      groups: products.groups.map(({ productId, sku, lineSums }) => ({
        status: null,
        customer: null,
        day: null,
        product: productId === null ? null : { id: productId },
        sku,
        sums: [],
        lineSums,
      })),
    };
  },
};

/** The sums of all lines of a summary are loaded only on request: they take as long as the groups. */
export const invoiceSummaryResolvers: InvoiceSummaryResolvers = {
  lineSums: async ({ loadLineSums }) => (loadLineSums === null ? null : await loadLineSums()),
};

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
    loadLineSums: null,
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
