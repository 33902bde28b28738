import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { type ImportBacklog, startImportBacklog } from '../import-backlog.ts';

export interface SearchFillerOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs?: number;
}

/** A step is one transaction, of a tenth of a second or less. */
const stepInvoices = 2_000;

/** Writes the texts of imported invoices into the index of searches. */
export function startSearchFiller({ sql, log, everyMs = 5_000 }: SearchFillerOptions): ImportBacklog {
  return startImportBacklog({
    takeStep: async () => {
      const [row] = await sql<{ newest: string | null; filled: number | null }[]>`
        select (select max(position)::text from billing.search_backlog) as newest,
          billing.fill_invoice_search(${stepInvoices}) as filled`;
      return { newest: row?.newest ?? null, isDone: row?.filled === null };
    },
    everyMs,
    // Searches read what the index lacks; a database that stays away shows in /readyz.
    onFailure: (err) => log.warn({ err }, 'could not fill the index of searches; trying again'),
  });
}
