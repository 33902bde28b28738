import type DataLoader from 'dataloader';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import type { ClientAdministration } from './administration/client-administration.ts';
import type { IdentityAdministration } from './administration/identity-administration.ts';
import type { Actor } from './domain/actor.ts';
import type { ActorDirectory } from './use-cases/actor-directory.ts';
import type { ApiClientUseCases } from './use-cases/api-client-use-cases.ts';
import type { ChangeAudit } from './use-cases/audit-changes.ts';
import type { PeopleUseCases } from './use-cases/people-use-cases.ts';

/** The values that the resolvers of one request share. */
export interface PeopleContext extends SubgraphContext {
  readonly administration: IdentityAdministration;
  readonly people: PeopleUseCases;
  readonly clients: ClientAdministration;
  readonly apiClients: ApiClientUseCases;
  /** The roles that were given to an API client, by its id. */
  readonly apiClientRolesById: DataLoader<
    string,
    { readonly id: string; readonly roles: readonly string[] } | null
  >;
  readonly changes: ChangeAudit;
  /** The roles that were given to a person, by the person's id. */
  readonly rolesById: DataLoader<string, { readonly id: string; readonly roles: readonly string[] } | null>;
  /** Whoever did something, by the subject of the token. */
  readonly actorById: DataLoader<string, Actor | null>;
}

/** The parts of the process that contexts are made of. */
interface PeopleParts
  extends Pick<PeopleContext, 'administration' | 'people' | 'clients' | 'apiClients' | 'changes'> {
  readonly actors: ActorDirectory;
}

/** Calls of the provider at a time for one request. */
const concurrency = 8;

/** Creates the context of a request. */
export function createPeopleContext(
  base: SubgraphContext,
  { administration, people, clients, apiClients, changes, actors }: PeopleParts,
): PeopleContext {
  const turns = createTurns(concurrency);
  return {
    ...base,
    administration,
    people,
    clients,
    apiClients,
    apiClientRolesById: createEntityLoader(
      (ids) =>
        Promise.all(ids.map((id) => turns.run(async () => ({ id, roles: await apiClients.rolesOf(id) })))),
      ({ id }) => id,
    ),
    changes,
    rolesById: createEntityLoader(
      (ids) =>
        Promise.all(
          ids.map((id) => turns.run(async () => ({ id, roles: await administration.rolesOf(id) }))),
        ),
      ({ id }) => id,
    ),
    actorById: createEntityLoader(
      (ids) => Promise.all(ids.map((id) => actors.find(id))),
      ({ id }) => id,
    ),
  };
}
