import { auditFieldResolvers } from './audit/audit-resolvers.ts';
import { authorFieldResolvers } from './author-resolvers.ts';
import { checkFieldResolvers } from './checks/check-resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { graphFieldResolvers } from './graphs/graph-resolvers.ts';
import { instanceFieldResolvers } from './instance-resolvers.ts';
import { keyFieldResolvers } from './keys/key-resolvers.ts';
import { launchFieldResolvers } from './launches/launch-resolvers.ts';
import { usageFieldResolvers } from './usage/usage-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  ...graphFieldResolvers,
  ...launchFieldResolvers,
  ...checkFieldResolvers,
  ...usageFieldResolvers,
  ...keyFieldResolvers,
  ...auditFieldResolvers,
  ...instanceFieldResolvers,
  ...authorFieldResolvers,
  Query: { ...graphFieldResolvers.Query, ...keyFieldResolvers.Query, ...auditFieldResolvers.Query },
  Mutation: {
    ...launchFieldResolvers.Mutation,
    ...checkFieldResolvers.Mutation,
    ...keyFieldResolvers.Mutation,
  },
  GraphVariant: {
    ...graphFieldResolvers.GraphVariant,
    ...launchFieldResolvers.GraphVariant,
    ...checkFieldResolvers.GraphVariant,
    ...usageFieldResolvers.GraphVariant,
    ...instanceFieldResolvers.GraphVariant,
  },
};
