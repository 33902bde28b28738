import type { Checked, UserError } from '#kernel/input-problems.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import type { BillingContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { InvoiceModel, PaymentModel } from '../models.ts';
import { loadInvoice } from '../store/loaders.ts';
import { recordPayment, recordRefund } from '../use-cases/payments/record-entry.ts';
import { reversePayment } from '../use-cases/payments/reverse-payment.ts';
import { toPaymentModel } from './payment-resolvers.ts';

/** The mutations of payments. */
export const paymentMutations: MutationResolvers = {
  recordPayment: async (_root, { input }, context) =>
    toPayload(await recordPayment(context.billing, getCaller(context), input), context),
  recordRefund: async (_root, { input }, context) =>
    toPayload(await recordRefund(context.billing, getCaller(context), input), context),
  reversePayment: async (_root, { input }, context) =>
    toPayload(await reversePayment(context.billing, getCaller(context), input), context),
};

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
