import { getCaller } from '#platform/graphql/caller.ts';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import { isClient } from '#platform/tokens/is-client.ts';
import type { CrmContext } from '../context.ts';
import { type RequestViewer, toRequestViewer } from '../domain/viewer.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { findDisputed } from '../store/find-disputed.ts';
import { listContacts } from '../store/list-contacts.ts';
import { listCustomerRequests } from '../store/list-customer-requests.ts';
import { listAssignees } from '../store/people-register.ts';
import { crmSummary } from './summary-resolver.ts';

export const crmQueries: QueryResolvers = {
  request: async (_root, { id }, context) => {
    await noteViewer(context);
    return context.loaders.request.load(toEntityKey(id));
  },
  requests: async (_root, args, context) =>
    listCustomerRequests(context.db, args, { viewer: await noteViewer(context), now: context.crm.clock() }),
  requestAssignees: async (_root, { kind }, context) => {
    await noteViewer(context);
    const assignees = await listAssignees(context.db, kind, context.crm.clock());
    return assignees.map(({ subject }) => ({ id: subject }));
  },
  contacts: async (_root, args, context) => {
    await noteViewer(context);
    return listContacts(context.db, args);
  },
  contact: async (_root, { id }, { loaders }) => loaders.contact.load(toEntityKey(id)),
  crmSummary,
  disputedInvoices: async (_root, { invoiceIds }, { db }) => {
    const disputed = await findDisputed(db, invoiceIds);
    return invoiceIds.filter((id) => disputed.has(id.toLowerCase()));
  },
};

/** Notes that the caller looks at requests, so that others can give them some. A program is noted too, as one that does none. */
export async function noteViewer(context: CrmContext): Promise<RequestViewer> {
  const { principal } = getCaller(context);
  const viewer = toRequestViewer(principal);
  await context.people.note(
    isClient(principal) ? { ...viewer, managesAll: false, managesDisputes: false } : viewer,
  );
  return viewer;
}
