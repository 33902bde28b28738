import { getCaller } from '#platform/graphql/caller.ts';
import { scalars } from '#schema/scalars.ts';
import { isAssignable } from '../domain/roles.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { listPeople } from './list-people.ts';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    person: async (_root, { id }, { administration }) => (await administration.find(id)) ?? null,
    people: (_root, args, { administration }) =>
      listPeople(administration, args, args.search?.trim().slice(0, maxSearchLength) || undefined),
  },
  Mutation: {
    createPerson: (_root, { input }, { people }) => people.create(input),
    setPersonEnabled: (_root, { input }, context) =>
      context.people.setEnabled(input.id, input.isEnabled, getCaller(context).principal.subject),
    setPersonRoles: (_root, { input }, context) =>
      context.people.setRoles(input.id, input.roles, getCaller(context).principal.subject),
    sendPasswordMail: (_root, { input }, { people }) => people.sendPasswordMail(input.id),
    signOutPerson: (_root, { input }, { people }) => people.signOut(input.id),
  },
  Actor: { __resolveReference: ({ id }, { actorById }) => actorById.load(id) },
  Person: {
    roles: async ({ id }, _args, { rolesById }) =>
      ((await rolesById.load(id))?.roles ?? []).filter(isAssignable).sort(),
    createdAt: ({ createdAtMs }) => (createdAtMs === null ? null : new Date(createdAtMs).toISOString()),
  },
};

const maxSearchLength = 100;
