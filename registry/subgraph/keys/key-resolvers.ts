import type { Resolvers } from '../generated/resolvers.ts';
import { createKey, deleteKey } from './key-mutations.ts';
import { listKeys } from './list-keys.ts';

/** Resolvers of keys. */
export const keyFieldResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'RegistryKey'> = {
  Query: { registryKeys: (_root, args, { reader }) => listKeys(reader, args) },
  Mutation: {
    createRegistryKey: (_root, { input }, context) => createKey(context, input),
    deleteRegistryKey: (_root, { input }, context) => deleteKey(context, input),
  },
  RegistryKey: {
    rights: ({ rights }) => [...rights],
    subgraphs: ({ subgraphs }) => (subgraphs === null ? null : [...subgraphs]),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    lastUsedAt: ({ lastUsedAt }) => lastUsedAt?.toISOString() ?? null,
  },
};
