import { scalars } from '#schema/scalars.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { auditEntryResolvers } from './entry-resolvers.ts';
import { auditExportMutations } from './export-mutation.ts';
import { auditQueries } from './query-resolvers.ts';
import { auditSubscriptions } from './subscription-resolvers.ts';
import { verificationResolvers } from './verification-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Cursor: scalars.Cursor,
  Query: auditQueries,
  Mutation: auditExportMutations,
  Subscription: auditSubscriptions,
  ...auditEntryResolvers,
  ...verificationResolvers,
};
