import { createKeyAuthor } from '../../author.ts';
import { parseGraphRef } from '../../graphs/graph-ref.ts';
import type { Variant } from '../../graphs/launch.ts';
import { findReadme, publishReadme, type VariantReadme } from '../../graphs/readme.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { type RoverResolvers, requireRight, requireWholeGraphRight } from '../rover-context.ts';
import type { VariantMutationSource } from './graphs.ts';

/** Resolvers of `rover readme fetch` and `readme publish`. */
export const readmeResolvers: RoverResolvers = {
  GraphVariant: {
    readme: async (variant: Variant, _args, context) => {
      requireRight(context, 'READ', variant.graph);
      return findReadme(context.parts.db, variant.id);
    },
  },
  Readme: {
    lastUpdatedTime: ({ updatedAt }: VariantReadme) => updatedAt.toISOString(),
  },
  GraphVariantMutation: {
    updateVariantReadme: async (
      { graph, name }: VariantMutationSource,
      { readme: content }: { readme: string },
      context,
    ) => {
      const author = createKeyAuthor(requireWholeGraphRight(context, 'PUBLISH', graph));
      const ref = parseGraphRef(`${graph}@${name}`);
      const variant = ref && (await context.parts.graphs.findVariant(ref));
      if (variant === undefined) throw new RegistryRefusal('NOT_FOUND', 'There is no such variant.');
      return { readme: await publishReadme(context.parts.db, variant, { content, author }) };
    },
  },
};
