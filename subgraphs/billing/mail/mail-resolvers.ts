import { getCaller } from '#platform/graphql/caller.ts';
import type { BillingContext } from '../context.ts';
import type {
  InvoiceMailResolvers,
  InvoiceResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../generated/resolvers.ts';
import { toPaymentModel } from '../resolvers/payment-resolvers.ts';
import { loadInvoice } from '../store/loaders.ts';
import { findResendObstacle } from './find-resend-obstacle.ts';
import type { InvoiceMailKind } from './invoice-mail-kind.ts';
import { listMails } from './list-mails.ts';
import { maskAddress, maskAddresses } from './mask-address.ts';
import { findNextReminder } from './reminders/find-next-reminder.ts';
import { isPaused } from './reminders/is-paused.ts';
import { pauseReminders, resumeReminders } from './use-cases/pause-reminders.ts';
import { resendMail } from './use-cases/resend-mail.ts';
import { sendInvoice } from './use-cases/send-invoice.ts';

/** The functions that answer the fields of `InvoiceMail`. */
export const invoiceMailResolvers: InvoiceMailResolvers = {
  kind: ({ kind }) => kind as InvoiceMailKind,
  invoice: async ({ invoiceId }, _args, { loaders }) => {
    const invoice = await loadInvoice(loaders, invoiceId);
    if (invoice === null) throw new TypeError(`The invoice ${invoiceId} of a mail is not there.`);
    return invoice;
  },
  maskedRecipient: ({ recipient }) => (recipient === null ? null : maskAddress(recipient)),
  language: ({ language }, _args, { billing }) =>
    language === 'EN' || language === 'FR' ? language : billing.sellerLanguage,
  payment: async ({ paymentId, invoiceId }, _args, { loaders }) => {
    if (paymentId === null) return null;
    const invoice = await loadInvoice(loaders, invoiceId);
    return toPaymentModel(await loaders.payment.load(paymentId), invoice?.currency ?? '');
  },
  queuedAt: ({ createdAt }) => createdAt.toISOString(),
  queuedBy: ({ queuedBy }) => ({ id: queuedBy }),
  sentAt: ({ sentAt }) => sentAt?.toISOString() ?? null,
  problem: ({ problem, recipient }) => (problem === null ? null : maskAddresses(problem, recipient)),
  resendOf: async ({ resentMailId }, _args, { loaders }) =>
    resentMailId === null ? null : ((await loaders.mail.load(resentMailId)) ?? null),
  canResend: (mail) => findResendObstacle(mail) === undefined,
};

/** The fields of `Invoice` about mails. */
export const mailedInvoiceResolvers: Pick<InvoiceResolvers, 'mails' | 'reminders'> = {
  mails: ({ id }, args, { loaders }) => loaders.mails.load(id, args),
  reminders: async (invoice, _args, { loaders, billing, today }) => {
    const { id, kind, origin, status } = invoice;
    if (kind === 'CREDIT_NOTE' || origin === 'IMPORTED' || status === 'DRAFT' || status === 'VOID')
      return null;
    const state = await loaders.reminders.load(id);
    const { pause } = state;
    const isPausedNow = isPaused(pause, today);
    const { plan } = billing.mailPolicy;
    const { timeZone } = billing.seller;
    return {
      isPaused: isPausedNow,
      pausedUntil: isPausedNow ? (pause?.pausedUntil ?? null) : null,
      pauseReason: isPausedNow ? (pause?.reason ?? null) : null,
      pausedBy: isPausedNow && pause !== undefined ? { id: pause.pausedBy } : null,
      next: findNextReminder(invoice, state, { plan, today, timeZone }) ?? null,
    };
  },
};

export const mailQueries: Pick<QueryResolvers, 'mails'> = {
  mails: (_root, args, { db, billing }) => listMails(db, args, billing.seller.timeZone),
};

export const mailMutations: Pick<
  MutationResolvers,
  'sendInvoice' | 'resendMail' | 'pauseReminders' | 'resumeReminders'
> = {
  sendInvoice: async (_root, { input }, context) =>
    toMailPayload(await sendInvoice(context.billing, getCaller(context), input), context),
  resendMail: async (_root, { input }, context) =>
    toMailPayload(await resendMail(context.billing, getCaller(context), input), context),
  pauseReminders: async (_root, { input }, context) =>
    toInvoicePayload(await pauseReminders(context.billing, getCaller(context), input), context),
  resumeReminders: async (_root, { input }, context) =>
    toInvoicePayload(await resumeReminders(context.billing, getCaller(context), input), context),
};

async function toMailPayload(
  { value: id, problems = [] }: Awaited<ReturnType<typeof sendInvoice>>,
  { loaders }: BillingContext,
) {
  if (id === undefined) return { mail: null, userErrors: [...problems] };
  const mail = await loaders.mail.load(id);
  if (mail === undefined) throw new TypeError(`The mail ${id} was queued but is not there.`);
  loaders.forget(mail.invoiceId);
  return { mail, userErrors: [] };
}

async function toInvoicePayload(
  { value: id, problems = [] }: Awaited<ReturnType<typeof pauseReminders>>,
  { loaders }: BillingContext,
) {
  if (id === undefined) return { invoice: null, userErrors: [...problems] };
  loaders.forget(id);
  return { invoice: await loadInvoice(loaders, id), userErrors: [] };
}
