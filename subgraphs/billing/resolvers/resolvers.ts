import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { customerExtension, productExtension } from './entity-resolvers.ts';
import { invoiceResolvers } from './invoice-resolvers.ts';
import { lineResolvers } from './line-resolvers.ts';
import { billingMutations } from './mutation-resolvers.ts';
import { billingQueries } from './query-resolvers.ts';

/** From the API's fields to what answers them. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: billingQueries,
  Mutation: billingMutations,
  Invoice: invoiceResolvers,
  InvoiceLine: lineResolvers,
  Customer: customerExtension,
  Product: productExtension,
};
