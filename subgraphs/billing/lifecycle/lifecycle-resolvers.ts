import { getCaller } from '#platform/graphql/caller.ts';
import type {
  InvoiceLifecycleResolvers,
  LifecycleEntryResolvers,
  MutationResolvers,
} from '../generated/resolvers.ts';
import { loadInvoice } from '../store/loaders.ts';
import { depositInvoice } from './deposit-invoice.ts';
import { toLifecycleStatus } from './lifecycle-codes.ts';

/** The functions that answer the fields of `InvoiceLifecycle`. */
export const lifecycleResolvers: InvoiceLifecycleResolvers = {
  requestedBy: ({ requestedBy }) => ({ id: requestedBy }),
  requestedAt: ({ requestedAt }) => requestedAt.toISOString(),
  deliveredAt: ({ deliveredAt }) => deliveredAt?.toISOString() ?? null,
  status: ({ statuses: [newest] }) => (newest === undefined ? null : toLifecycleStatus(newest.code)),
  statuses: ({ statuses }) => [...statuses],
};

/** The functions that answer the fields of `LifecycleEntry`. */
export const lifecycleEntryResolvers: LifecycleEntryResolvers = {
  status: ({ code }) => toLifecycleStatus(code),
  occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
  receivedAt: ({ receivedAt }) => receivedAt.toISOString(),
  reasons: ({ reasons }) => reasons.map(({ code, text }) => (code === undefined ? text : `${code}: ${text}`)),
};

/** The mutation that gives an invoice to the platform. */
export const lifecycleMutations: Pick<MutationResolvers, 'depositInvoice'> = {
  depositInvoice: async (_root, { input }, context) => {
    const { billing, loaders } = context;
    const { value: id, problems = [] } = await depositInvoice(billing, getCaller(context), input);
    if (id === undefined) return { invoice: null, userErrors: [...problems] };
    loaders.forget(id);
    return { invoice: await loadInvoice(loaders, id), userErrors: [] };
  },
};
