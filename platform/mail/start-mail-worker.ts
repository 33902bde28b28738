import { listenToNotifications } from '#platform/database/notifications.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { openDatabase } from '#platform/process/service-parts.ts';
import type { MailTimes } from './attempt-mail.ts';
import type { ComposeMail } from './mail.ts';
import type { MailVariables } from './mail-fields.ts';
import { createMailFigures } from './mail-figures.ts';
import type { MailTable } from './mail-table.ts';
import { MailWorker } from './mail-worker.ts';
import { openMailTransport } from './open-mail-transport.ts';
import { toMailChannel, toMailTableName } from './queue-mail.ts';

interface MailServiceOptions {
  readonly table: MailTable;
  readonly compose: ComposeMail;
  /** Other times than the usual ones. */
  readonly times?: Partial<MailTimes>;
}

/**
 * Starts to send the mails of a table, in a service that owns it. Several processes may do so. The service's owner ends it.
 *
 * @throws {ConfigurationError} if the folder of mails or the file of certificates cannot be used
 */
export async function startMailWorker(
  service: ServiceParts<MailVariables & { readonly DATABASE_URL: string }>,
  { table, compose, times = {} }: MailServiceOptions,
): Promise<void> {
  const { configuration, log, metrics, owner } = service;
  const name = toMailTableName(table);
  const transport = await openMailTransport(configuration);
  owner.own(`way of ${name}`, () => transport.close());
  const { sql } = openDatabase(service, { name: `worker of ${name}`, maxConnections: 2 });
  const worker = new MailWorker({
    sql,
    table,
    transport,
    compose,
    sender: configuration.MAIL_FROM,
    log,
    maxInFlight: configuration.SMTP_CONNECTIONS,
    maxBytes: configuration.MAIL_MAX_MIB * 1_024 * 1_024,
    times: { giveUpMs: configuration.MAIL_GIVE_UP_HOURS * 3_600_000, ...times },
    onOutcome: createMailFigures(metrics.registry, { sql, table: name }),
  });
  owner.own(`worker of ${name}`, () => worker.close());
  const hints = listenToNotifications({
    url: configuration.DATABASE_URL,
    name: `hints of ${name}`,
    channels: [toMailChannel(name)],
    onNotification: () => worker.hint(),
  });
  owner.own(`hints of ${name}`, () => hints.close());
  log.info({ target: transport.target, table: name }, 'sending mails');
}
