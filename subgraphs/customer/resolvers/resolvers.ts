import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { scalars } from '#schema/scalars.ts';
import { toAddress } from '../domain/address.ts';
import { toElectronicAddress } from '../domain/electronic-address.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { customerMutations } from './mutation-resolvers.ts';
import { customerQueries } from './query-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: customerQueries,
  Mutation: customerMutations,
  Customer: {
    __resolveReference: ({ id }, { customerById }) => customerById.load(toEntityKey(id)),
    address: (customer) => toAddress(customer),
    electronicAddress: (customer) => toElectronicAddress(customer),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
  },
};
