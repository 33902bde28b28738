import { and, eq } from '#platform/database/drizzle.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { formatGraphRef } from '../../graphs/graph-ref.ts';
import { launches } from '../../graphs/tables.ts';
import type { RegistryContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { LaunchModel, SubgraphModel } from '../models.ts';
import { pageList } from '../paging/page-list.ts';
import { compareSubgraphs, toSubgraphChangeKind } from './compare-subgraphs.ts';
import { listLaunches } from './list-launches.ts';
import { rollBackVariant } from './roll-back-mutation.ts';

const maxProblems = 200;
const maxLocations = 20;
const maxLaunchNumber = 2_147_483_647;

/** Resolvers of launches and of their differences. */
export const launchFieldResolvers: Pick<
  Resolvers,
  'Mutation' | 'GraphVariant' | 'Launch' | 'CompositionProblem' | 'SubgraphChange' | 'SchemaChange'
> = {
  Mutation: { rollBackGraphVariant: (_root, { input }, context) => rollBackVariant(context, input) },
  GraphVariant: {
    currentLaunch: ({ currentLaunch }, _args, { loaders }) =>
      currentLaunch === null ? null : loaders.launchById.load(currentLaunch),
    newestLaunch: ({ id }, _args, { loaders }) => loaders.newestLaunchByVariant.load(id),
    launch: async ({ id }, { number }, { reader }) => {
      if (number < 1 || number > maxLaunchNumber) return null;
      const condition = and(eq(launches.variantId, id), eq(launches.number, number));
      return (await reader.select().from(launches).where(condition))[0] ?? null;
    },
    launches: ({ id }, args, { reader }) => listLaunches(reader, id, args),
  },
  Launch: {
    id: async ({ variantId, number }, _args, context) => `${await formatRefOf(context, variantId)}#${number}`,
    isComposed: ({ supergraphHash }) => supergraphHash !== null,
    isCurrent: async ({ id, variantId }, _args, { loaders }) =>
      (await loaders.variantById.load(variantId))?.currentLaunch === id,
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    author: ({ keyId, personId }) => ({ keyId, keyName: null, personId }),
    supergraph: ({ supergraphHash }, _args, context) => findText(context, supergraphHash),
    apiSchema: ({ apiSchemaHash }, _args, context) => findText(context, apiSchemaHash),
    problems: ({ problems }) => problems.slice(0, maxProblems),
    hints: ({ hints }) => hints.slice(0, maxProblems),
    subgraphs: async ({ id }, args, context) =>
      pageList({ order: 'NAME', items: await listVersions(context, id), keyOf: ({ name }) => name }, args),
    previous: (launch, _args, context) => findPrevious(context, launch),
    changes: async (launch, args, context) => {
      // Wrong arguments are told whether or not there is something to compare.
      const order = 'CRITICALITY';
      parsePage(args, order);
      const previous = await findPrevious(context, launch);
      const [before, after] = await Promise.all(
        [previous?.apiSchemaHash, launch.apiSchemaHash].map((hash) => findDocument(context, hash ?? null)),
      );
      if (!before || !after) return null;
      const items = await context.parts.apiChanges.list(before, after);
      return pageList({ order, items, keyOf: ({ id }) => id }, args);
    },
    subgraphChanges: async (launch, _args, context) => {
      const previous = await findPrevious(context, launch);
      const before = previous === null ? [] : await listVersions(context, previous.id);
      return compareSubgraphs(before, await listVersions(context, launch.id));
    },
  },
  CompositionProblem: {
    code: ({ code }) => code ?? null,
    locations: ({ locations }) =>
      locations
        .slice(0, maxLocations)
        .map(({ subgraph, line, column }) => ({ subgraph: subgraph ?? null, line, column })),
  },
  SubgraphChange: {
    kind: toSubgraphChangeKind,
    patch: async ({ name, before, after }, _args, context) => {
      if (before === null || after === null || before.sdlHash === after.sdlHash) return null;
      const [old, now] = await Promise.all([before, after].map((one) => findText(context, one.sdlHash)));
      const pair = { name, before: old ?? '', after: now ?? '' };
      return context.parts.sdlPatches.create(pair, context.signal);
    },
  },
  SchemaChange: { coordinate: ({ coordinate }) => coordinate ?? null },
};

async function findPrevious({ loaders }: RegistryContext, { id }: LaunchModel): Promise<LaunchModel | null> {
  const found = await loaders.previousIdByLaunch.load(id);
  return found === null ? null : loaders.launchById.load(found.previousId);
}

async function listVersions(
  { loaders }: RegistryContext,
  launchId: string,
): Promise<readonly SubgraphModel[]> {
  return (await loaders.versionsByLaunch.load(launchId)).map(({ version }) => version);
}

function findDocument({ loaders }: RegistryContext, hash: string | null) {
  return hash === null ? null : loaders.documentByHash.load(hash);
}

async function findText(context: RegistryContext, hash: string | null): Promise<string | null> {
  return (await findDocument(context, hash))?.text ?? null;
}

async function formatRefOf({ loaders }: RegistryContext, variantId: string): Promise<string> {
  const variant = await loaders.variantById.load(variantId);
  return variant === null ? '' : formatGraphRef({ graph: variant.graph, variant: variant.name });
}
