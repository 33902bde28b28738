import type { Sql } from 'postgres';
import { Counter, type Registry } from 'prom-client';
import { createLookedUpGauge } from '#platform/metrics/looked-up-gauge.ts';
import type { MailState } from './mail-table.ts';

/** Counts the ends of attempts. */
type CountMail = (state: MailState, mail: { readonly kind: string }) => void;

/**
 * Adds the figures of the mails of a service.
 *
 * @param table the name with its schema
 */
export function createMailFigures(
  registry: Registry,
  { sql, table }: { readonly sql: Sql; readonly table: string },
): CountMail {
  const attempts = new Counter({
    name: 'mail_attempts_total',
    help: 'Attempts to send a mail that ended, by the kind of the mail and its state after that.',
    labelNames: ['kind', 'state'] as const,
    registers: [registry],
  });
  const lookUp = (name: string, help: string, load: () => Promise<readonly { figure: number }[]>) =>
    createLookedUpGauge(registry, name, help, async () => (await load())[0]?.figure);
  lookUp(
    'mail_waiting',
    'Mails whose time has come and that are not sent yet.',
    () => sql<{ figure: number }[]>`
      select count(*)::float8 as figure from ${sql(table)}
      where state in ('WAITING', 'SENDING') and not_before <= clock_timestamp()`,
  );
  lookUp(
    'mail_oldest_waiting_seconds',
    'The time for which the oldest of them has waited since then, in seconds.',
    () => sql<{ figure: number }[]>`
      select coalesce(extract(epoch from clock_timestamp() - min(not_before)), 0)::float8 as figure from ${sql(table)}
      where state in ('WAITING', 'SENDING') and not_before <= clock_timestamp()`,
  );
  lookUp(
    'mail_uncertain',
    'Mails of which nobody knows if they were sent.',
    () => sql<{ figure: number }[]>`
      select count(*)::float8 as figure from ${sql(table)} where state = 'UNCERTAIN'`,
  );
  return (state, { kind }) => attempts.inc({ kind, state });
}
