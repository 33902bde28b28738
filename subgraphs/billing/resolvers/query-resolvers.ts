import type { QueryResolvers } from '../generated/types.ts';
import { listInvoices } from '../invoices/list-invoices.ts';
import { loadInvoice } from '../invoices/loaders.ts';

export const queryResolvers: QueryResolvers = {
  invoice: (_root, { id }, { loaders }) => loadInvoice(loaders, id),
  invoiceByNumber: async (_root, { number }, { loaders }) =>
    (await loaders.invoiceByNumber.load(number)) ?? null,
  invoices: (_root, args, { db, today }) => listInvoices(db, args, today),
};
