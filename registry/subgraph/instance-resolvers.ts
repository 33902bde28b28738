import { toStorableText } from '../storable-text.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { pageList } from './paging/page-list.ts';

/** Resolvers of the processes that serve subgraphs. */
export const instanceFieldResolvers: Pick<Resolvers, 'GraphVariant' | 'SubgraphInstance'> = {
  GraphVariant: {
    instances: async ({ id: variantId }, args, { parts }) => {
      const subgraph = typeof args.subgraph === 'string' ? toStorableText(args.subgraph) : undefined;
      const items = await parts.instances.list(variantId, subgraph);
      return pageList({ order: 'SUBGRAPH', items, keyOf: ({ subgraph, id }) => `${subgraph} ${id}` }, args);
    },
  },
  SubgraphInstance: {
    address: ({ url }) => url,
    version: ({ version }) => version || null,
    registeredAt: ({ registeredAt }) => registeredAt.toISOString(),
    renewedAt: ({ renewedAt }) => renewedAt.toISOString(),
    expiresAt: ({ expiresAt }) => expiresAt.toISOString(),
  },
};
