import type { Checked, UserError } from '#kernel/input-problems.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import type { BillingContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { InvoiceModel } from '../models.ts';
import { loadInvoice } from '../store/loaders.ts';
import { createInvoice } from '../use-cases/create-invoice.ts';
import { deleteInvoice } from '../use-cases/delete-invoice.ts';
import { duplicateInvoice } from '../use-cases/duplicate-invoice.ts';
import { issueInvoice } from '../use-cases/issue-invoice.ts';
import { updateInvoice } from '../use-cases/update-invoice.ts';

export const billingMutations: MutationResolvers = {
  createInvoice: async (_root, { input }, context) =>
    toPayload(await createInvoice(context.billing, getCaller(context), input), context),
  duplicateInvoice: async (_root, { input }, context) =>
    toPayload(await duplicateInvoice(context.billing, getCaller(context), input), context),
  updateInvoice: async (_root, { input }, context) =>
    toPayload(await updateInvoice(context.billing, getCaller(context), input), context),
  issueInvoice: async (_root, { input }, context) =>
    toPayload(await issueInvoice(context.billing, getCaller(context), input), context),
  deleteInvoice: async (_root, { input }, context) => {
    const { value: id = null, problems = [] } = await deleteInvoice(
      context.billing,
      getCaller(context),
      input,
    );
    if (id !== null) context.loaders.forget(id);
    return { deletedInvoiceId: id, userErrors: [...problems] };
  },
};

async function toPayload(
  { value: id, problems = [] }: Checked<string>,
  { loaders }: BillingContext,
): Promise<{ invoice: InvoiceModel | null; userErrors: UserError[] }> {
  if (id === undefined) return { invoice: null, userErrors: [...problems] };
  loaders.forget(id);
  const invoice = await loadInvoice(loaders, id);
  return { invoice, userErrors: invoice === null ? [gone] : [] };
}

/** The answer to a repeated call whose draft was deleted after the first. */
const gone: UserError = {
  field: ['idempotencyKey'],
  message: 'The draft that was created with this key was deleted; take a new key to create another one.',
  code: 'NOT_FOUND',
};
