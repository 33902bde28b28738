import { getCaller } from '#platform/graphql/caller.ts';
import { toIssueDateLimits } from '#schema/calendar/seller.ts';
import { formatNumberFormat } from '../domain/number-format.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { listInvoices } from '../store/list-invoices.ts';
import { loadInvoice } from '../store/loaders.ts';
import { previewInvoice } from '../use-cases/preview-invoice.ts';
import { toPreviewObject } from './preview-object.ts';
import { toSellerObject } from './seller-model.ts';
import { totalsQueries } from './totals-resolvers.ts';

export const billingQueries: QueryResolvers = {
  seller: (_root, _args, { billing }) => {
    const { timeZone, today, earliest, latest } = toIssueDateLimits(billing.seller, billing.clock());
    const { sellerDetails, numberFormats } = billing;
    return {
      timeZone,
      today,
      earliestIssueDate: earliest,
      latestIssueDate: latest,
      details: sellerDetails === null ? null : toSellerObject(sellerDetails),
      invoiceNumberFormat: formatNumberFormat(numberFormats.INVOICE),
      creditNoteNumberFormat: formatNumberFormat(numberFormats.CREDIT_NOTE),
    };
  },
  invoice: (_root, { id }, { loaders }) => loadInvoice(loaders, id),
  invoiceByNumber: async (_root, { number }, { loaders }) =>
    (await loaders.invoiceByNumber.load(number)) ?? null,
  ...totalsQueries,
  previewInvoice: async (_root, { input }, context) => {
    const { currency, priced, problems } = await previewInvoice(context.billing, getCaller(context), input);
    const isComplete = currency !== undefined && priced !== undefined;
    return { preview: isComplete ? toPreviewObject(priced, currency) : null, userErrors: [...problems] };
  },
  invoices: (_root, args, { db, today, billing }) => listInvoices(db, args, today, billing.searchSamples),
};
