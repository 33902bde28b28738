import { federationVersion } from '../../composition/federation-version.ts';
import { hashDocument } from '../../graphs/documents.ts';
import type { Attempt } from '../../graphs/find-launches.ts';
import type { ComposedLaunch, Variant } from '../../graphs/launch.ts';
import { type RoverContext, type RoverResolvers, requireRight } from '../rover-context.ts';

/** A launch within an answer: the one that runs or, before one composed, the newest attempt. */
type LaunchSource =
  | { readonly kind: 'composed'; readonly launch: ComposedLaunch }
  | { readonly kind: 'refused'; readonly attempt: Attempt };

/** Resolvers of launches: `rover supergraph fetch`, `graph fetch` and `supergraph compose` with a graph ref. */
export const launchResolvers: RoverResolvers = {
  GraphVariant: {
    latestPublication: async (variant: Variant, _args, context) => {
      requireRight(context, 'READ', variant.graph);
      const launch = await context.parts.graphs.findLaunch(variant.id);
      if (launch === undefined) return null;
      return { schema: { hash: hashDocument(launch.apiSchema), document: launch.apiSchema } };
    },
    latestApprovedLaunch: findLaunchSource,
    latestLaunch: findLaunchSource,
  },
  Launch: {
    id: (source: LaunchSource) => (source.kind === 'composed' ? source.launch.id : source.attempt.launchId),
    build: (source: LaunchSource) => ({
      result:
        source.kind === 'composed'
          ? { __typename: 'BuildSuccess', coreSchema: { coreDocument: source.launch.supergraph } }
          : { __typename: 'BuildFailure', errorMessages: source.attempt.problems },
    }),
    buildInput: () => ({ __typename: 'CompositionBuildInput', version: federationVersion }),
  },
};

async function findLaunchSource(
  variant: Variant,
  _args: unknown,
  context: RoverContext,
): Promise<LaunchSource | null> {
  requireRight(context, 'READ', variant.graph);
  const launch = await context.parts.graphs.findLaunch(variant.id);
  if (launch !== undefined) return { kind: 'composed', launch };
  const attempt = await context.parts.graphs.findNewestAttempt(variant.id);
  return attempt === undefined ? null : { kind: 'refused', attempt };
}
