import { createKeyAuthor } from '../../author.ts';
import { formatGraphRef } from '../../graphs/graph-ref.ts';
import type { Variant } from '../../graphs/launch.ts';
import type { PersistedOperation } from '../../persisted/load-persisted.ts';
import { persistedBounds } from '../../persisted/persisted-bounds.ts';
import { publishOperations } from '../../persisted/publish-operations.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { isStorableText } from '../../storable-text.ts';
import { type RoverContext, type RoverResolvers, requireWholeGraphRight } from '../rover-context.ts';
import type { GraphSource } from './graphs.ts';

interface PersistedQueryInput extends Pick<PersistedOperation, 'id' | 'name' | 'body' | 'type'> {
  readonly clientName?: string | null;
}

/** Resolvers of persisted queries. A variant and its list have the same id. */
export const persistedQueryResolvers: RoverResolvers = {
  Graph: {
    persistedQueryList: async ({ id: graph }: GraphSource, { id }: { id: string }, context) =>
      (await findListed(context, graph, id)) ?? null,
  },
  GraphVariant: {
    persistedQueryList: (variant: Variant) => variant,
  },
  PersistedQueryList: {
    name: ({ graph, name }: Variant) => formatGraphRef({ graph, variant: name }),
  },
  GraphMutation: {
    persistedQueryList: async ({ id: graph }: GraphSource, { id }: { id: string }, context) => {
      const variant = await findListed(context, graph, id);
      if (variant !== undefined) return variant;
      throw new RegistryRefusal('NOT_FOUND', 'There is no list of persisted queries of this id.');
    },
  },
  PersistedQueryListMutation: {
    publishOperations: async (
      variant: Variant,
      { operations }: { operations?: readonly PersistedQueryInput[] | null },
      context,
    ) => {
      const author = createKeyAuthor(requireWholeGraphRight(context, 'PUBLISH', variant.graph));
      const sent = (operations ?? []).map(toOperation);
      const launch = await context.parts.graphs.findLaunch(variant.id);
      const schema = launch && context.parts.apiSchemas.build(launch.apiSchema);
      const result = await publishOperations(context.parts.db, { variant, operations: sent, schema, author });
      if (result.kind === 'conflict') {
        const ids = result.ids.slice(0, 10).join(', ');
        const message = `The list has other bodies under these ids: ${ids}. Give a changed operation a new id.`;
        return { __typename: 'CannotModifyOperationBodyError', message };
      }
      const { revision, counts, isUnchanged } = result;
      return {
        __typename: 'PublishOperationsResult',
        unchanged: isUnchanged,
        build: { revision, list: variant, publish: { operationCounts: { ...counts, removed: 0 } } },
      };
    },
  },
};

async function findListed({ parts }: RoverContext, graph: string, id: string): Promise<Variant | undefined> {
  return (await parts.graphs.findVariants(graph)).find((variant) => variant.id === id);
}

function toOperation({
  id,
  name,
  body,
  type,
  clientName,
}: PersistedQueryInput): Omit<PersistedOperation, 'usageHash'> {
  const longest = Math.max(id.length, name.length, clientName?.length ?? 0);
  if (id === '' || longest > persistedBounds.name || body.length > persistedBounds.body)
    throw new RegistryRefusal(
      'LIMIT_EXCEEDED',
      `Ids and names have 1 to ${persistedBounds.name} characters, bodies at most ${persistedBounds.body}.`,
    );
  if (![id, name, body, clientName ?? ''].every(isStorableText))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      'Operations are well-formed Unicode without the character U+0000.',
    );
  return { id, name, body, type, clientName: clientName ?? '' };
}
