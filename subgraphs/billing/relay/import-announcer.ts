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
 * The number of import transactions that a step adds up together, so that a customer who is in several of them is announced
 * once. A step is one transaction, which usually takes half a second.
 */
const stepImports = 5;

/** Adds imported invoices up and writes the sums into the outbox, as events for the log. */
export function startImportAnnouncer(options: ImportAnnouncerOptions): ImportBacklog {
  const { sql, log, everyMs = 1_000 } = options;
  return startImportBacklog({
    takeStep: async () => {
      const [row] = await sql<{ newest: string | null; announced: number }[]>`
        select (select max(position)::text from billing.unannounced_imports) as newest,
          billing.announce_imports(${stepImports}) as announced`;
      return { newest: row?.newest ?? null, isDone: row?.announced === 0 };
    },
    everyMs,
    // A database that stays away shows in /readyz.
    onFailure: (err) => log.warn({ err }, 'could not announce imported invoices; trying again'),
  });
}
