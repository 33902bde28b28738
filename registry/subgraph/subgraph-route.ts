import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { addSubgraphRoute, type SubgraphRouteOptions } from '#platform/graphql/subgraph-route.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { createRegistryContext, type RegistryContext } from './context.ts';
import { ApiChanges } from './launches/api-changes.ts';
import { SdlPatches } from './launches/sdl-patches.ts';
import { resolvers } from './resolvers.ts';
import { MemberCounts } from './usage/member-counts.ts';

/** The role whose holders may read the schema in production. */
const schemaReader = 'ADMIN';

/** Reads the complete SDL of the subgraph, as it is published. */
export function readRegistrySdl(): Promise<string> {
  return readFile(new URL('generated/subgraph.graphql', import.meta.url), 'utf8');
}

/** Adds the subgraph by which people see and change the registry: `POST /graphql`, with access tokens and not with keys. */
export async function addRegistrySubgraph(
  server: FastifyInstance,
  parts: RegistryParts,
  options: Pick<SubgraphRouteOptions<RegistryContext>, 'verifier' | 'metrics' | 'isProduction'>,
  stopping: AbortSignal,
): Promise<void> {
  const shared = {
    ...parts,
    apiChanges: new ApiChanges(parts.apiSchemas),
    memberCounts: new MemberCounts(parts.sql),
    sdlPatches: new SdlPatches(),
  };
  await addSubgraphRoute<RegistryContext>(server, {
    ...options,
    log: parts.log,
    schemaReader,
    typeDefs: await readRegistrySdl(),
    resolvers,
    createContext: (base) => createRegistryContext(base, shared, stopping),
  });
}
