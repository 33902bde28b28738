import { getPrincipal } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { Context } from '../context.ts';
import type { Problem } from '../domain/problem.ts';
import type { MutationResolvers } from '../generated/types.ts';
import type { Caller, Outcome } from '../invoices/billing.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import { deleteInvoice } from '../invoices/delete-invoice.ts';
import { issueInvoice } from '../invoices/issue-invoice.ts';
import { loadInvoice } from '../invoices/loaders.ts';
import { updateInvoice } from '../invoices/update-invoice.ts';
import type { InvoiceModel } from '../models.ts';

export const mutationResolvers: MutationResolvers = {
  createInvoice: async (_root, { input }, context) =>
    toPayload(await createInvoice(context.billing, toCaller(context), input), context),
  updateInvoice: async (_root, { input }, context) =>
    toPayload(await updateInvoice(context.billing, toCaller(context), input), context),
  issueInvoice: async (_root, { input }, context) =>
    toPayload(await issueInvoice(context.billing, toCaller(context), input), context),
  deleteInvoice: async (_root, { input }, { billing, loaders }) => {
    const { invoiceId = null, problems = [] } = await deleteInvoice(billing, input);
    if (invoiceId !== null) loaders.forget(invoiceId);
    return { deletedInvoiceId: invoiceId, userErrors: [...problems] };
  },
};

/** A principal is never without the token that proves it. */
function toCaller(context: Context): Caller {
  return { subject: toSubjectKey(getPrincipal(context)), token: context.token ?? '' };
}

async function toPayload(
  { invoiceId, problems = [] }: Outcome,
  { loaders }: Context,
): Promise<{ invoice: InvoiceModel | null; userErrors: Problem[] }> {
  if (invoiceId === undefined) return { invoice: null, userErrors: [...problems] };
  loaders.forget(invoiceId);
  const invoice = await loadInvoice(loaders, invoiceId);
  return { invoice, userErrors: invoice === null ? [gone] : [] };
}

/** The answer to a repeated call whose draft was deleted after the first. */
const gone: Problem = {
  field: ['idempotencyKey'],
  message: 'The draft that this key once made was deleted; take a new key to make another one.',
  code: 'NOT_FOUND',
};
