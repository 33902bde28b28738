import { toIssueDateLimits } from '#schema/calendar/seller.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { listInvoices } from '../store/list-invoices.ts';
import { loadInvoice } from '../store/loaders.ts';

export const billingQueries: QueryResolvers = {
  seller: (_root, _args, { billing }) => {
    const { timeZone, today, earliest, latest } = toIssueDateLimits(billing.seller, billing.clock());
    return { timeZone, today, earliestIssueDate: earliest, latestIssueDate: latest };
  },
  invoice: (_root, { id }, { loaders }) => loadInvoice(loaders, id),
  invoiceByNumber: async (_root, { number }, { loaders }) =>
    (await loaders.invoiceByNumber.load(number)) ?? null,
  invoices: (_root, args, { db, today }) => listInvoices(db, args, today),
};
