import { getCaller } from '#platform/graphql/caller.ts';
import { isApiClientRole } from '#schema/api-client-roles.ts';
import { scalars } from '#schema/scalars.ts';
import { isServiceAccount } from '../domain/actor.ts';
import { toApiPlan } from '../domain/api-client.ts';
import { isAssignable } from '../domain/roles.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { listPeople } from './list-people.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    person: async (_root, { id }, { administration }) => {
      const person = await administration.find(id);
      return person === undefined || isServiceAccount(person.username) ? null : person;
    },
    people: (_root, args, { administration }) =>
      listPeople(administration, args, args.search?.trim().slice(0, maxSearchLength) || undefined),
    apiClient: async (_root, { id }, { clients }) => (await clients.find(id)) ?? null,
    apiClients: async (_root, _args, { clients }) => [...(await clients.list())],
  },
  Mutation: {
    createPerson: (_root, { input }, { people, changes }) => changes.run(null, () => people.create(input)),
    setPersonEnabled: (_root, { input }, context) =>
      context.changes.run(input.id, () =>
        context.people.setEnabled(input.id, input.isEnabled, getCaller(context).principal.subject),
      ),
    setPersonRoles: (_root, { input }, context) =>
      context.changes.run(input.id, () =>
        context.people.setRoles(input.id, input.roles, getCaller(context).principal.subject),
      ),
    sendPasswordMail: (_root, { input }, { people, changes }) =>
      changes.run(input.id, () => people.sendPasswordMail(input.id)),
    signOutPerson: (_root, { input }, { people, changes }) =>
      changes.run(input.id, () => people.signOut(input.id)),
    createApiClient: (_root, { input: { roles = [], scopes = [], ...names } }, { apiClients, changes }) =>
      changes.run(null, () => apiClients.create({ ...names, roles, scopes })),
    updateApiClient: (_root, { input: { id, ...settings } }, { apiClients, changes }) =>
      changes.run(id, () => apiClients.update(id, settings)),
    setApiClientEnabled: (_root, { input }, { apiClients, changes }) =>
      changes.run(input.id, () => apiClients.setEnabled(input.id, input.isEnabled)),
    rotateApiClientSecret: (_root, { input }, { apiClients, changes }) =>
      changes.run(input.id, () => apiClients.rotateSecret(input.id)),
    revokeApiClient: (_root, { input }, { apiClients, changes }) =>
      changes.run(input.id, () => apiClients.revoke(input.id)),
  },
  Actor: { __resolveReference: ({ id }, { actorById }) => actorById.load(id) },
  ApiClient: {
    roles: async ({ id }, _args, { apiClientRolesById }) =>
      ((await apiClientRolesById.load(id))?.roles ?? []).filter(isApiClientRole),
    plan: ({ plan }) => toApiPlan(plan),
    createdAt: ({ createdAt }) => createdAt?.toISOString() ?? null,
    secretCreatedAt: ({ secretCreatedAt }) => secretCreatedAt?.toISOString() ?? null,
  },
  Person: {
    roles: async ({ id }, _args, { rolesById }) =>
      ((await rolesById.load(id))?.roles ?? []).filter(isAssignable).sort(),
    createdAt: ({ createdAtMs }) => (createdAtMs === null ? null : new Date(createdAtMs).toISOString()),
  },
};

const maxSearchLength = 100;
