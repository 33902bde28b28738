import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { workspaceMutations } from './mutation-resolvers.ts';
import { noticeResolvers } from './notice-resolvers.ts';
import { workspaceQueries } from './query-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Decimal: scalars.Decimal,
  Currency: scalars.Currency,
  Cursor: scalars.Cursor,
  Query: workspaceQueries,
  Mutation: workspaceMutations,
  ...noticeResolvers,
  SavedView: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
  },
  SavedMapping: { updatedAt: ({ updatedAt }) => updatedAt.toISOString() },
  Preferences: {
    updatedAt: ({ updatedAt }) => updatedAt?.toISOString() ?? null,
  },
};
