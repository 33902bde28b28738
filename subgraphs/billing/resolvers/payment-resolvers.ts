import { toMoneyObject } from '#schema/money.ts';
import type { InvoiceHistoryEntryResolvers, PaymentResolvers } from '../generated/resolvers.ts';
import type { PaymentModel } from '../models.ts';
import type { PaymentRow } from '../payment-tables.ts';
import { loadInvoice } from '../store/loaders.ts';

/** The functions that answer the fields of `Payment`. */
export const paymentResolvers: PaymentResolvers = {
  amount: ({ amountMinor, currency }) => toMoneyObject({ amountMinor, currency }),
  recorder: ({ recordedBy }) => ({ id: recordedBy }),
  recordedAt: ({ recordedAt }) => recordedAt.toISOString(),
  reverses: async ({ reversesPaymentId, currency }, _args, { loaders }) =>
    reversesPaymentId === null
      ? null
      : toPaymentModel(await loaders.payment.load(reversesPaymentId), currency),
  reversedBy: async ({ id, currency }, _args, { loaders }) =>
    toPaymentModel(await loaders.reversal.load(id), currency),
  importJob: ({ importJobId }) => (importJobId === null ? null : { id: importJobId }),
};

/** The functions that answer the fields of `InvoiceHistoryEntry`. */
export const historyEntryResolvers: InvoiceHistoryEntryResolvers = {
  id: ({ position }) => String(position),
  occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
  doneBy: ({ actor }) => ({ id: actor }),
  fields: ({ details }) => [...(details.fields ?? [])],
  amount: ({ details: { amountMinor }, currency }) =>
    amountMinor === undefined ? null : toMoneyObject({ amountMinor: BigInt(amountMinor), currency }),
  reason: ({ details }) => details.reason ?? null,
  approval: async ({ details: { approvalId } }, _args, { loaders }) =>
    approvalId === undefined ? null : ((await loaders.approval.load(approvalId)) ?? null),
  payment: async ({ details: { paymentId }, currency }, _args, { loaders }) =>
    paymentId === undefined ? null : toPaymentModel(await loaders.payment.load(paymentId), currency),
  mail: async ({ details: { mailId } }, _args, { loaders }) =>
    mailId === undefined ? null : ((await loaders.mail.load(mailId)) ?? null),
  duplicateOf: ({ details: { duplicatedInvoiceId: id } }, _args, { loaders }) =>
    id === undefined ? null : loadInvoice(loaders, id),
};

/** The model of a payment that may be missing. */
export function toPaymentModel(row: PaymentRow | undefined, currency: string): PaymentModel | null {
  return row === undefined ? null : { ...row, currency };
}
