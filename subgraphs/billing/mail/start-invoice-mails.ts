import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import type { MailVariables } from '#platform/mail/mail-fields.ts';
import type { MailTransport } from '#platform/mail/mail-transport.ts';
import { MailWorker } from '#platform/mail/mail-worker.ts';
import { mails } from '../mail-tables.ts';
import { openPortalLink } from '../portal/open-portal-link.ts';
import type { Billing } from '../use-cases/billing.ts';
import { createInvoiceMailComposer, type InvoiceMailParts } from './compose-invoice-mail.ts';
import { startReminderQueuer } from './reminders/reminder-queuer.ts';

export interface InvoiceMailsOptions extends Omit<InvoiceMailParts, 'openLink'>, Pick<Billing, 'portal'> {
  readonly sql: Sql;
  readonly transport: MailTransport;
  readonly variables: Pick<MailVariables, 'MAIL_FROM' | 'MAIL_MAX_MIB' | 'MAIL_GIVE_UP_HOURS'>;
  readonly log: Log;
}

const hourMs = 3_600_000;
const mebibyte = 1_048_576;
/** The process, as links name it. */
const actor = 'facturation-billing';

/** Starts to send the mails about invoices and to queue reminders; the transport stays the caller's. */
export function startInvoiceMails({ sql, transport, variables, portal, ...parts }: InvoiceMailsOptions): {
  close(): Promise<void>;
} {
  const { db, clock, log } = parts;
  const worker = new MailWorker({
    sql,
    table: mails,
    transport,
    sender: variables.MAIL_FROM,
    maxBytes: variables.MAIL_MAX_MIB * mebibyte,
    times: { giveUpMs: variables.MAIL_GIVE_UP_HOURS * hourMs },
    log,
    compose: createInvoiceMailComposer({
      ...parts,
      openLink: async (invoiceId, language) => {
        const link = { invoiceId, language, actor, now: clock(), isShared: true };
        return (await db.transaction((tx) => openPortalLink(tx, portal, link))).address;
      },
    }),
  });
  const queuer = startReminderQueuer(parts);
  return {
    close: async () => {
      await queuer.close();
      await worker.close();
    },
  };
}
