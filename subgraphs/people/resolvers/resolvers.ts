import { getCaller } from '#platform/graphql/caller.ts';
import { toConnection } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { scalars } from '#schema/scalars.ts';
import { isAssignable } from '../domain/roles.ts';
import type { Resolvers } from '../generated/resolvers.ts';

/** The order of the provider's list; a cursor is a place in it, since the provider counts. */
const order = 'USERNAME';

/** The functions that answer the fields of the API. */
export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    person: async (_root, { id }, { administration }) => (await administration.find(id)) ?? null,
    async people(_root, { first, after, search }, { administration }) {
      const page = parsePage({ first, after }, order);
      const start = toStart(page.after?.value);
      const wanted = search?.trim().slice(0, maxSearchLength) || undefined;
      const people = await administration.list({ search: wanted, first: start, max: page.size + 1 });
      const rows = people.map((person, index) => ({
        person,
        id: person.id,
        value: String(start + index + 1),
      }));
      return toConnection(
        page,
        rows,
        ({ person }) => person,
        () => administration.count(wanted),
      );
    },
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
  Person: {
    roles: async ({ id }, _args, { rolesById }) =>
      ((await rolesById.load(id))?.roles ?? []).filter(isAssignable).sort(),
    createdAt: ({ createdAtMs }) => (createdAtMs === null ? null : new Date(createdAtMs).toISOString()),
  },
};

const maxSearchLength = 100;

function toStart(text: string | undefined): number {
  const start = Number(text ?? 0);
  return Number.isSafeInteger(start) && start >= 0 ? start : 0;
}
