import type { InvoiceConnectionResolvers, QueryResolvers } from '../generated/resolvers.ts';
import type { InvoiceStatus } from '../generated/types.ts';
import { loadSummary, type Summary } from '../totals/load-summary.ts';
import { parseSummary, type SummaryQuery } from '../totals/summary-query.ts';

/** The query that adds invoices up in groups. */
export const totalsQueries: Pick<QueryResolvers, 'invoiceSummary'> = {
  invoiceSummary: async (_root, args, { db }) => {
    const query = parseSummary(args);
    return toSummary(await loadSummary(db, query), query);
  },
};

/** The totals of a list of invoices. */
export const invoiceConnectionResolvers: InvoiceConnectionResolvers = {
  isTotalCountExact: async ({ totals }) => (await totals()).isExact,
  sums: async ({ totals }) => (await totals()).sums?.map((one) => ({ ...one })) ?? null,
};

function toSummary({ sums, groups, groupCount }: Summary, { groupBy }: SummaryQuery) {
  return {
    sums: [...sums],
    groupCount,
    groups: groups.map(({ key, sums: ofGroup }) => ({
      status: groupBy === 'STATUS' ? (key as InvoiceStatus) : null,
      customer: groupBy === 'CUSTOMER' && key !== null ? { id: key } : null,
      day: groupBy === 'DAY' || groupBy === 'MONTH' ? key : null,
      sums: [...ofGroup],
    })),
  };
}
