import type { MailVariables } from '#platform/mail/mail-fields.ts';
import { startMailWorker } from '#platform/mail/start-mail-worker.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { mails } from '../mail-tables.ts';
import type { Billing } from '../use-cases/billing.ts';
import { createInvoiceMailComposer, type InvoiceMailParts } from './compose-invoice-mail.ts';
import { createLinkOpener } from './create-link-opener.ts';
import { startReminderQueuer } from './reminders/reminder-queuer.ts';

export interface InvoiceMailsOptions extends Omit<InvoiceMailParts, 'openLink'>, Pick<Billing, 'portal'> {}

/** The process, as links name it. */
const actor = 'facturation-billing';

/** Starts to send the mails about invoices and to queue reminders; the service's owner ends both. */
export async function startInvoiceMails(
  service: ServiceParts<MailVariables & { readonly DATABASE_URL: string }>,
  { portal, ...parts }: InvoiceMailsOptions,
): Promise<void> {
  await startMailWorker(service, {
    table: mails,
    compose: createInvoiceMailComposer({
      ...parts,
      openLink: createLinkOpener({ ...parts, portal }, actor),
    }),
  });
  const queuer = startReminderQueuer({ ...parts, log: service.log });
  service.owner.own('reminders', () => queuer.close());
}
