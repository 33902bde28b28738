import { getCaller } from '#platform/graphql/caller.ts';
import { toRequestViewer, toSubject } from '../domain/viewer.ts';
import type {
  ContactFiguresResolvers,
  ContactVersionResolvers,
  CustomerContactResolvers,
  RequestFiguresResolvers,
} from '../generated/resolvers.ts';

/** The functions that answer the fields of `CustomerContact`. */
export const contactResolvers: CustomerContactResolvers = {
  customer: ({ customerId: id }) => ({ id }),
  request: ({ requestId }, _args, { loaders }) =>
    requestId === null ? null : loaders.request.load(requestId),
  person: ({ person }) => ({ id: toSubject(person) }),
  occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
  author: ({ author }) => ({ id: toSubject(author) }),
  recordedAt: ({ recordedAt }) => recordedAt.toISOString(),
  versions: async ({ id, version }, _args, { loaders }) =>
    version === 1 ? [] : [...(await loaders.contactVersions.load(id))],
  canCorrect: ({ struckAt, author }, _args, context) =>
    struckAt === null && author === toRequestViewer(getCaller(context).principal).person,
  struckAt: ({ struckAt }) => struckAt?.toISOString() ?? null,
};

/** The functions that answer the fields of `ContactVersion`. */
export const contactVersionResolvers: ContactVersionResolvers = {
  occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
  correctedAt: ({ correctedAt }) => correctedAt.toISOString(),
};

/** The functions that answer the fields of `RequestFigures`. */
export const requestFiguresResolvers: RequestFiguresResolvers = {
  group: ({ group, isPerson }) => (isPerson ? toSubject(group) : group),
  person: ({ group, isPerson }) => (isPerson ? { id: toSubject(group) } : null),
};

/** The functions that answer the fields of `ContactFigures`. */
export const contactFiguresResolvers: ContactFiguresResolvers = {
  group: ({ group, isPerson }) => (isPerson ? toSubject(group) : group),
  person: ({ group, isPerson }) => (isPerson ? { id: toSubject(group) } : null),
};
