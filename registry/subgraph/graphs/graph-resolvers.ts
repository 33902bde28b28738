import { asc, eq } from '#platform/database/drizzle.ts';
import { formatGraphRef, parseGraphRef } from '../../graphs/graph-ref.ts';
import { graphs } from '../../graphs/tables.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { pageList } from '../paging/page-list.ts';
import { toGitContext } from '../to-git-context.ts';
import { findVariantByName } from './find-variant-by-name.ts';

/** Far more graphs than people make; the ones beyond are not listed. */
const maxGraphs = 10_000;

/** Resolvers of graphs, variants and subgraphs. */
export const graphFieldResolvers: Pick<Resolvers, 'Query' | 'Graph' | 'GraphVariant' | 'Subgraph'> = {
  Query: {
    graphs: async (_root, args, { reader }) => {
      const items = await reader.select().from(graphs).orderBy(asc(graphs.id)).limit(maxGraphs);
      return pageList({ order: 'ID', items, keyOf: ({ id }) => id }, args);
    },
    graph: async (_root, { id }, { reader }) => {
      if (parseGraphRef(id)?.graph !== id) return null;
      return (await reader.select().from(graphs).where(eq(graphs.id, id)))[0] ?? null;
    },
    graphVariant: async (_root, { graph, name }, context) =>
      (await findVariantByName(context, graph, name)) ?? null,
  },
  Graph: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    variants: async ({ id }, args, { loaders }) =>
      pageList(
        { order: 'NAME', items: await loaders.variantsByGraph.load(id), keyOf: ({ name }) => name },
        args,
      ),
  },
  GraphVariant: {
    id: ({ graph, name }) => formatGraphRef({ graph, variant: name }),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    subgraphs: async ({ id }, args, { loaders }) =>
      pageList(
        { order: 'NAME', items: await loaders.headsByVariant.load(id), keyOf: ({ name }) => name },
        args,
      ),
  },
  Subgraph: {
    routingUrl: ({ url }) => (url === '' ? null : url),
    sdl: async ({ sdlHash }, _args, { loaders }) => (await loaders.documentByHash.load(sdlHash))?.text ?? '',
    publishedAt: ({ createdAt }) => createdAt.toISOString(),
    git: ({ git }) => toGitContext(git),
    author: ({ keyId }) => ({ keyId, keyName: null, personId: null }),
  },
};
