import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import {
  contactFiguresResolvers,
  contactResolvers,
  contactVersionResolvers,
  requestFiguresResolvers,
} from './contact-resolvers.ts';
import { crmMutations } from './mutation-resolvers.ts';
import { crmQueries } from './query-resolvers.ts';
import { requestHistoryResolvers, requestResolvers } from './request-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  Date: scalars.Date,
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Query: crmQueries,
  Mutation: crmMutations,
  CustomerRequest: {
    __resolveReference: ({ id }, { loaders }) => loaders.request.load(toEntityKey(id)),
    ...requestResolvers,
  },
  CustomerRequestConnection: { edges: ({ edges }) => [...edges] },
  RequestHistoryEntry: requestHistoryResolvers,
  CustomerContact: contactResolvers,
  CustomerContactConnection: { edges: ({ edges }) => [...edges] },
  ContactVersion: contactVersionResolvers,
  RequestFigures: requestFiguresResolvers,
  ContactFigures: contactFiguresResolvers,
  RequestHistoryConnection: { edges: ({ edges }) => [...edges] },
  Invoice: {
    __resolveReference: ({ id }) => ({ id: toEntityKey(id) }),
    isDisputed: ({ id }, _args, { loaders }) => loaders.isDisputed.load(id),
    requests: ({ id }, args, { loaders }) => loaders.requestsOfInvoice.load(id, args),
  },
  Customer: {
    __resolveReference: ({ id }) => ({ id: toEntityKey(id) }),
    requests: ({ id }, args, { loaders }) => loaders.requestsOfCustomer.load(id, args),
    contacts: ({ id }, args, { loaders }) => loaders.contactsOfCustomer.load(id, args),
  },
};
