import { getCaller } from '#platform/graphql/caller.ts';
import { parseId } from '../domain/reference.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { loadInvoice } from '../store/loaders.ts';
import { requestAction } from '../use-cases/approvals/request-action.ts';
import { creditAction } from '../use-cases/credits/create-credit-note.ts';
import { loadWaiting } from './payment-mutations.ts';

/** The mutations that credit invoices. */
export const creditMutations: MutationResolvers = {
  createCreditNote: async (_root, { input }, context) => {
    const { billing, loaders } = context;
    const request = await requestAction(billing, getCaller(context), 'createCreditNote', creditAction, input);
    const waiting = await loadWaiting(request, context);
    if (waiting !== undefined) return { creditNote: null, approval: waiting.approval, userErrors: [] };
    const { value: id, problems = [] } = request;
    if (id === undefined) return { creditNote: null, approval: null, userErrors: [...problems] };
    // The lines and the balance of the invoice have changed too.
    const invoiceId = parseId(input.invoiceId);
    for (const changed of [id, invoiceId]) if (changed !== undefined) loaders.forget(changed);
    return { creditNote: await loadInvoice(loaders, id), approval: null, userErrors: [] };
  },
};
