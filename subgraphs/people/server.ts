import type { FastifyInstance } from 'fastify';
import { writeAuditEntry } from '#platform/audit/write-audit-entry.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { createSubgraphServer, type SubgraphServerOptions } from '#platform/graphql/subgraph-server.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import type { ClientAdministration } from './administration/client-administration.ts';
import type { IdentityAdministration } from './administration/identity-administration.ts';
import { peopleAudit } from './audit.ts';
import { createPeopleContext, type PeopleContext } from './context.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { ActorDirectory } from './use-cases/actor-directory.ts';
import { ApiClientUseCases } from './use-cases/api-client-use-cases.ts';
import type { ChangeAudit } from './use-cases/audit-changes.ts';
import type { ChangeLock } from './use-cases/change-lock.ts';
import { PeopleUseCases } from './use-cases/people-use-cases.ts';

/** The parts that the process builds for the subgraph. */
interface PeopleServerParts
  extends Pick<SubgraphServerOptions<PeopleContext>, 'verifier' | 'log' | 'metrics' | 'isProduction'>,
    Partial<Pick<SubgraphServerOptions<PeopleContext>, 'readiness' | 'tls'>> {
  readonly administration: IdentityAdministration;
  readonly clients: ClientAdministration;
  readonly lock: ChangeLock;
  readonly changes: ChangeAudit;
  /** For the audit, with the role of the subgraph. */
  readonly db: PostgresJsDatabase;
}

/** Creates the HTTP server of the subgraph. */
export async function createPeopleServer({
  administration,
  clients,
  lock,
  changes,
  db,
  readiness = {},
  ...parts
}: PeopleServerParts): Promise<FastifyInstance> {
  const people = new PeopleUseCases(administration, lock);
  const apiClients = new ApiClientUseCases(clients, administration);
  const actors = new ActorDirectory({ administration, log: parts.log });
  return createSubgraphServer<PeopleContext>({
    ...parts,
    typeDefs: await readSubgraphSdl('people'),
    schemaReader,
    resolvers,
    audit: { source: 'people', mutations: peopleAudit, write: (entry) => writeAuditEntry(db, entry) },
    createContext: (base) =>
      createPeopleContext(base, { administration, people, clients, apiClients, changes, actors }),
    readiness,
  });
}
