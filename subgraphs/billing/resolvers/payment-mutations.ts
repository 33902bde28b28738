import type { Checked, UserError } from '#kernel/input-problems.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import type { BillingContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { ApprovalModel, InvoiceModel, PaymentModel } from '../models.ts';
import { loadInvoice } from '../store/loaders.ts';
import { parseOutcome, requestAction } from '../use-cases/approvals/request-action.ts';
import { recordPayment, recordRefund } from '../use-cases/payments/record-entry.ts';
import { reversalAction } from '../use-cases/payments/reverse-payment.ts';
import { voidAction } from '../use-cases/void-invoice.ts';
import { toPaymentModel } from './payment-resolvers.ts';

/** The mutations that settle an invoice or end it. */
export const paymentMutations: MutationResolvers = {
  recordPayment: async (_root, { input }, context) =>
    toPayload(await recordPayment(context.billing, getCaller(context), input), context),
  recordRefund: async (_root, { input }, context) =>
    toPayload(await recordRefund(context.billing, getCaller(context), input), context),
  reversePayment: async (_root, { input }, context) => {
    const request = await requestAction(
      context.billing,
      getCaller(context),
      'reversePayment',
      reversalAction,
      input,
    );
    const waiting = await loadWaiting(request, context);
    if (waiting !== undefined) return { ...waiting, payment: null };
    return { approval: null, ...(await toPayload(request, context)) };
  },
  voidInvoice: async (_root, { input }, context) => {
    const request = await requestAction(
      context.billing,
      getCaller(context),
      'voidInvoice',
      voidAction,
      input,
    );
    const waiting = await loadWaiting(request, context);
    if (waiting !== undefined) return waiting;
    const { value: id, problems = [] } = request;
    if (id === undefined) return { invoice: null, approval: null, userErrors: [...problems] };
    context.loaders.forget(id);
    return { invoice: await loadInvoice(context.loaders, id), approval: null, userErrors: [] };
  },
};

/** The part of a payload that tells of a request for approval and its invoice; undefined if there is none. */
export async function loadWaiting(
  { value }: Checked<string>,
  { loaders }: BillingContext,
): Promise<{ approval: ApprovalModel; invoice: InvoiceModel | null; userErrors: UserError[] } | undefined> {
  const { approvalId } = parseOutcome(value ?? '');
  if (approvalId === undefined) return undefined;
  loaders.approval.clear(approvalId);
  const approval = await loaders.approval.load(approvalId);
  if (approval === undefined) throw new TypeError(`The request ${approvalId} was made but is not there.`);
  loaders.forget(approval.invoiceId);
  return { approval, invoice: await loadInvoice(loaders, approval.invoiceId), userErrors: [] };
}

async function toPayload(
  { value: paymentId, problems = [] }: Checked<string>,
  { loaders }: BillingContext,
): Promise<{ payment: PaymentModel | null; invoice: InvoiceModel | null; userErrors: UserError[] }> {
  if (paymentId === undefined) return { payment: null, invoice: null, userErrors: [...problems] };
  loaders.payment.clear(paymentId);
  const payment = await loaders.payment.load(paymentId);
  if (payment === undefined) throw new TypeError(`The payment ${paymentId} was recorded but is not there.`);
  loaders.forget(payment.invoiceId);
  const invoice = await loadInvoice(loaders, payment.invoiceId);
  return { payment: toPaymentModel(payment, invoice?.currency ?? ''), invoice, userErrors: [] };
}
