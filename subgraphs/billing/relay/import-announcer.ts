import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { type ImportBacklog, startImportBacklog } from '../import-backlog.ts';

export interface ImportAnnouncerOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs?: number;
}

/**
 * The number of transactions that a step adds up together, so that a customer who is in several of them is announced
 * once. A step is one transaction, which usually takes half a second.
 */
const stepSize = 5;

/** Adds imported invoices up and writes the sums into the outbox, as events for the log. */
export function startImportAnnouncer({ sql, ...options }: ImportAnnouncerOptions): ImportBacklog {
  return startAnnouncer(
    async () => {
      const [row] = await sql<AnnouncedStep[]>`
        select (select max(position)::text from billing.unannounced_imports) as newest,
          billing.announce_imports(${stepSize}) as announced`;
      return row;
    },
    { ...options, of: 'imported invoices' },
  );
}

/** Adds payments up that came many at once, and writes the sums into the outbox, as events for the log. */
export function startPaymentAnnouncer({ sql, ...options }: ImportAnnouncerOptions): ImportBacklog {
  return startAnnouncer(
    async () => {
      const [row] = await sql<AnnouncedStep[]>`
        select (select max(position)::text from billing.unannounced_payments) as newest,
          billing.announce_payments(${stepSize}) as announced`;
      return row;
    },
    { ...options, of: 'imported payments' },
  );
}

interface AnnouncedStep {
  readonly newest: string | null;
  /** The number of transactions that were added up. */
  readonly announced: number;
}

function startAnnouncer(
  announce: () => Promise<AnnouncedStep | undefined>,
  { log, everyMs = 1_000, of }: Omit<ImportAnnouncerOptions, 'sql'> & { readonly of: string },
): ImportBacklog {
  return startImportBacklog({
    takeStep: async () => {
      const row = await announce();
      return { newest: row?.newest ?? null, isDone: row?.announced === 0 };
    },
    everyMs,
    // A database that stays away shows in /readyz.
    onFailure: (err) => log.warn({ err }, `could not announce ${of}; trying again`),
  });
}
