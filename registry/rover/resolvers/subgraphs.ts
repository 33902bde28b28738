import { createKeyAuthor } from '../../author.ts';
import { deleteSubgraph } from '../../graphs/delete-subgraph.ts';
import type { GitContext } from '../../graphs/git-context.ts';
import { formatGraphRef, type GraphRef, parseGraphRef } from '../../graphs/graph-ref.ts';
import type { HeadPart } from '../../graphs/graph-store.ts';
import type { Variant } from '../../graphs/launch.ts';
import { publishSubgraphs } from '../../graphs/publish-subgraphs.ts';
import { type ApiKey, coversSubgraph } from '../../keys/api-key.ts';
import { toLaunchUrl } from '../../page-urls.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { type RoverContext, type RoverResolvers, requireRight } from '../rover-context.ts';
import type { GraphSource } from './graphs.ts';

interface PublishArguments {
  readonly name: string;
  readonly url?: string | null;
  readonly activePartialSchema: { readonly sdl?: string | null };
  readonly graphVariant: string;
  readonly gitContext?: GitContext | null;
}

interface DeleteArguments {
  readonly graphVariant: string;
  readonly name: string;
  readonly dryRun?: boolean | null;
}

/** A subgraph within an answer. */
type SubgraphSource = HeadPart & { readonly graph: string };

/** Resolvers of subgraphs: list, fetch, publish and delete. */
export const subgraphResolvers: RoverResolvers = {
  GraphVariant: {
    subgraphs: async ({ id, graph }: Variant, _args, { parts }): Promise<readonly SubgraphSource[]> =>
      (await parts.graphs.findParts(id)).map((part) => ({ ...part, graph })),
    subgraph: async ({ id, graph }: Variant, { name }: { name: string }, { parts }) => {
      const found = (await parts.graphs.findParts(id)).find((part) => part.name === name);
      return found === undefined ? null : { ...found, graph };
    },
    sourceVariant: () => null,
  },
  GraphVariantSubgraph: {
    updatedAt: ({ updatedAt }: SubgraphSource) => updatedAt.toISOString(),
    activePartialSchema: ({ sdl, graph }: SubgraphSource, _args, context) => {
      requireRight(context, 'READ', graph);
      return { sdl };
    },
  },
  GraphMutation: {
    publishSubgraph: async ({ id }: GraphSource, args: PublishArguments, context) => {
      const { name: subgraph, url, activePartialSchema, graphVariant, gitContext: git } = args;
      const ref = toRef(id, graphVariant);
      const author = createKeyAuthor(requireSubgraphRight(context, ref, subgraph));
      const { sdl } = activePartialSchema;
      if (typeof sdl !== 'string')
        throw new RegistryRefusal('BAD_USER_INPUT', 'Publish the SDL, not its hash.');
      const parts = [{ subgraph, sdl, url: url ?? undefined }];
      const result = await publishSubgraphs(
        context.parts.launcher,
        { ref, parts, git, author },
        context.signal,
      );
      return {
        compositionConfig: result.hash === undefined ? null : { schemaHash: result.hash },
        errors: result.problems,
        updatedGateway: result.changesSupergraph,
        wasCreated: result.created.length > 0,
        wasUpdated: result.updated.length > 0,
        launchCliCopy: `It is launch ${result.number} of ${formatGraphRef(ref)}.`,
        launchUrl: toLaunchUrl(context.parts.pageUrl, ref, result.number),
      };
    },
    removeImplementingServiceAndTriggerComposition: async (
      { id }: GraphSource,
      { graphVariant, name: subgraph, dryRun }: DeleteArguments,
      context,
    ) => {
      const ref = toRef(id, graphVariant);
      const author = createKeyAuthor(requireSubgraphRight(context, ref, subgraph));
      const request = { ref, subgraph, isDryRun: dryRun === true, author };
      const result = await deleteSubgraph(context.parts.launcher, request, context.signal);
      return { errors: result.problems, updatedGateway: result.composes };
    },
  },
};

function toRef(graph: string, variant: string): GraphRef {
  const ref = parseGraphRef(`${graph}@${variant}`);
  if (ref !== undefined) return ref;
  const message =
    'The name of a variant has 1 to 63 letters, digits, _, - and ., and does not begin with a sign.';
  throw new RegistryRefusal('BAD_USER_INPUT', message);
}

function requireSubgraphRight(context: RoverContext, { graph, variant }: GraphRef, subgraph: string): ApiKey {
  const key = requireRight(context, 'PUBLISH', graph);
  if (coversSubgraph(key, { graph, variant, subgraph })) return key;
  throw new RegistryRefusal(
    'FORBIDDEN',
    `The key ${key.name} is for other subgraphs than ${subgraph.slice(0, 64)}.`,
  );
}
