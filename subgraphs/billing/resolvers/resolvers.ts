import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import {
  lifecycleEntryResolvers,
  lifecycleMutations,
  lifecycleResolvers,
} from '../lifecycle/lifecycle-resolvers.ts';
import { invoiceMailResolvers, mailMutations, mailQueries } from '../mail/mail-resolvers.ts';
import { portalLinkResolvers, portalMutations } from '../portal/portal-resolvers.ts';
import { approvalMutations, approvalQueries, approvalResolvers } from './approval-resolvers.ts';
import { creditMutations } from './credit-mutations.ts';
import { documentMutations } from './document-mutation.ts';
import { customerExtension, productExtension } from './entity-resolvers.ts';
import { exportMutations } from './export-mutation.ts';
import { invoiceResolvers } from './invoice-resolvers.ts';
import { lineResolvers } from './line-resolvers.ts';
import { billingMutations } from './mutation-resolvers.ts';
import { paymentMutations } from './payment-mutations.ts';
import { historyEntryResolvers, paymentResolvers } from './payment-resolvers.ts';
import { billingQueries } from './query-resolvers.ts';
import { sellerDetailsResolvers } from './seller-resolvers.ts';
import { invoiceConnectionResolvers } from './totals-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: { ...billingQueries, ...approvalQueries, ...mailQueries },
  Mutation: {
    ...billingMutations,
    ...paymentMutations,
    ...creditMutations,
    ...approvalMutations,
    ...exportMutations,
    ...documentMutations,
    ...portalMutations,
    ...mailMutations,
    ...lifecycleMutations,
  },
  Invoice: invoiceResolvers,
  InvoiceConnection: invoiceConnectionResolvers,
  InvoiceLine: lineResolvers,
  Payment: paymentResolvers,
  SellerDetails: sellerDetailsResolvers,
  Approval: approvalResolvers,
  InvoiceLifecycle: lifecycleResolvers,
  LifecycleEntry: lifecycleEntryResolvers,
  PortalLink: portalLinkResolvers,
  InvoiceMail: invoiceMailResolvers,
  InvoiceHistoryEntry: historyEntryResolvers,
  Customer: customerExtension,
  Product: productExtension,
};
