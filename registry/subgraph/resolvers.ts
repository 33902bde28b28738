import { auditResolvers } from './audit/audit-resolvers.ts';
import { authorResolvers } from './author-resolvers.ts';
import { checkResolvers } from './checks/check-resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { graphResolvers } from './graphs/graph-resolvers.ts';
import { instanceResolvers } from './instance-resolvers.ts';
import { keyResolvers } from './keys/key-resolvers.ts';
import { launchResolvers } from './launches/launch-resolvers.ts';
import { usageResolvers } from './usage/usage-resolvers.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  ...graphResolvers,
  ...launchResolvers,
  ...checkResolvers,
  ...usageResolvers,
  ...keyResolvers,
  ...auditResolvers,
  ...instanceResolvers,
  ...authorResolvers,
  Query: { ...graphResolvers.Query, ...keyResolvers.Query, ...auditResolvers.Query },
  Mutation: { ...launchResolvers.Mutation, ...checkResolvers.Mutation, ...keyResolvers.Mutation },
  GraphVariant: {
    ...graphResolvers.GraphVariant,
    ...launchResolvers.GraphVariant,
    ...checkResolvers.GraphVariant,
    ...usageResolvers.GraphVariant,
    ...instanceResolvers.GraphVariant,
  },
};
