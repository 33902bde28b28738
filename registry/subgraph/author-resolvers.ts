import type { Resolvers } from './generated/resolvers.ts';

/** Resolvers of whoever made a change. */
export const authorFieldResolvers: Pick<Resolvers, 'RegistryAuthor'> = {
  RegistryAuthor: {
    kind: ({ keyId, keyName, personId }) => {
      if (personId !== null) return 'PERSON';
      return keyId === null && keyName === null ? 'OPERATOR' : 'KEY';
    },
    keyName: async ({ keyId, keyName }, _args, { loaders }) => {
      if (keyName !== null || keyId === null) return keyName;
      return (await loaders.keyNameById.load(keyId))?.name ?? null;
    },
    person: ({ personId }) => (personId === null ? null : { id: personId }),
  },
};
