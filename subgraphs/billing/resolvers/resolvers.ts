import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { customerResolvers, productResolvers } from './entity-resolvers.ts';
import { invoiceResolvers } from './invoice-resolvers.ts';
import { lineResolvers } from './line-resolvers.ts';
import { mutationResolvers } from './mutation-resolvers.ts';
import { queryResolvers } from './query-resolvers.ts';

/** From the API's fields to what answers them. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: queryResolvers,
  Mutation: mutationResolvers,
  Invoice: invoiceResolvers,
  InvoiceLine: lineResolvers,
  Customer: customerResolvers,
  Product: productResolvers,
};
