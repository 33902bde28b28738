import type { QueryResolvers } from '../generated/types.ts';
import { findInvoiceByNumber } from '../invoices/find-invoices.ts';
import { listInvoices } from '../invoices/list-invoices.ts';
import { loadInvoice } from '../invoices/loaders.ts';

export const queryResolvers: QueryResolvers = {
  invoice: (_root, { id }, { loaders }) => loadInvoice(loaders, id),
  invoiceByNumber: async (_root, { number }, { billing }) =>
    (await findInvoiceByNumber(billing.db, number)) ?? null,
  invoices: (_root, args, { billing, today }) => listInvoices(billing.db, args, today),
};
