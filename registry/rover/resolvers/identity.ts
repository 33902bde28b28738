import type { RoverResolvers } from '../rover-context.ts';

/** Resolvers of the caller: `rover config whoami`. */
export const identityResolvers: RoverResolvers = {
  Query: {
    frontendUrlRoot: (_source, _args, { parts }) => parts.pageUrl,
    me: (_source, _args, { key }) => {
      if (key === undefined) return null;
      if (key.graph !== undefined) return { __typename: 'Graph', id: key.graph };
      return { __typename: 'User', id: key.name };
    },
  },
  Graph: {
    title: ({ id }: { id: string }) => id,
    asActor: () => ({ type: 'GRAPH' }),
  },
  User: {
    asActor: () => ({ type: 'USER' }),
  },
};
