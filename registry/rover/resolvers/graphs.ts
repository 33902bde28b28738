import { formatGraphRef, parseGraphRef } from '../../graphs/graph-ref.ts';
import type { Variant } from '../../graphs/launch.ts';
import { coversGraph } from '../../keys/api-key.ts';
import { maySeeNames, type RoverContext, type RoverResolvers, requireKey } from '../rover-context.ts';

/** A graph within an answer. */
export interface GraphSource {
  readonly id: string;
}

/** A variant within an answer. */
type VariantSource = Variant & { readonly __typename: 'GraphVariant' };

/** A variant within a mutation; it need not be there yet. */
export interface VariantMutationSource {
  readonly graph: string;
  readonly name: string;
}

/** Resolvers of graphs and variants by their names. */
export const graphResolvers: RoverResolvers = {
  Query: {
    graph: async (_source, { id }: { id: string }, context) => {
      if (parseGraphRef(id)?.graph !== id || !maySeeNames(context, id)) return null;
      const variants = await context.parts.graphs.findVariants(id);
      return variants.length === 0 ? null : { __typename: 'Graph', id };
    },
    variant: async (_source, { ref }: { ref: string }, context) => {
      const parsed = parseGraphRef(ref);
      if (parsed === undefined)
        return { __typename: 'InvalidRefFormat', message: 'A graph ref has the form graph@variant.' };
      return maySeeNames(context, parsed.graph)
        ? findVariantSource(context, parsed.graph, parsed.variant)
        : null;
    },
  },
  Graph: {
    variant: ({ id }: GraphSource, { name }: { name: string }, context) =>
      findVariantSource(context, id, name),
    variants: ({ id }: GraphSource, _args, { parts }) => parts.graphs.findVariants(id),
  },
  GraphVariant: {
    id: ({ graph, name }: Variant) => formatGraphRef({ graph, variant: name }),
  },
  Mutation: {
    graph: (_source, { id }: { id: string }, context) =>
      coversGraph(requireKey(context), id) && parseGraphRef(id)?.graph === id ? { id } : null,
  },
  GraphMutation: {
    variant: ({ id }: GraphSource, { name }: { name: string }): VariantMutationSource => ({
      graph: id,
      name,
    }),
  },
};

async function findVariantSource(
  { parts }: RoverContext,
  graph: string,
  variant: string,
): Promise<VariantSource | null> {
  const ref = parseGraphRef(`${graph}@${variant}`);
  const found = ref && (await parts.graphs.findVariant(ref));
  return found === undefined ? null : { __typename: 'GraphVariant', ...found };
}
