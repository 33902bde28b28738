import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { addSubgraphRoute, type SubgraphRouteOptions } from '#platform/graphql/subgraph-route.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { createRegistryContext, type RegistryContext } from './context.ts';
import { ApiChanges } from './launches/api-changes.ts';
import { resolvers } from './resolvers.ts';
import { MemberCounts } from './usage/member-counts.ts';

/** The role whose holders may read the schema in production. */
const schemaReader = 'ADMIN';

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
  };
  await addSubgraphRoute<RegistryContext>(server, {
    ...options,
    log: parts.log,
    schemaReader,
    typeDefs: await readFile(new URL('generated/subgraph.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: (base) => createRegistryContext(base, shared, stopping),
  });
}
