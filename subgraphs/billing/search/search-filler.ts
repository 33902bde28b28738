import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';

/** Writes the texts of imported invoices into the index of searches. */
export interface SearchFiller {
  /** Stops after the step under way and waits for it. */
  close(): Promise<void>;
}

export interface SearchFillerOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs?: number;
}

/** A step is one transaction, of a tenth of a second or less. */
const stepInvoices = 2_000;

/**
 * Fills the index up, round after round. While an import runs, which a newer stretch shows, a round is a single step, so
 * that the import keeps the machine; otherwise it goes on until nothing is left. A step is done as a whole or not at all,
 * and several processes share the work.
 */
export function startSearchFiller({ sql, log, everyMs = 5_000 }: SearchFillerOptions): SearchFiller {
  const closing = new AbortController();
  const { signal } = closing;

  const run = async () => {
    let newest: string | undefined;
    while (!signal.aborted) {
      try {
        newest = await fillRound(sql, newest, signal);
      } catch (error) {
        // The next round tries again, and searches read what the index lacks; a database that stays away shows in /readyz.
        log.warn({ err: error }, 'could not fill the index of searches');
      }
      await pause(everyMs, signal);
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** @returns the newest stretch it saw, undefined when none waits */
async function fillRound(
  sql: Sql,
  newestBefore: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  let newest = newestBefore;
  for (;;) {
    const [row] = await sql<{ newest: string | null; filled: number | null }[]>`
      select (select max(position)::text from billing.search_backlog) as newest,
        billing.fill_invoice_search(${stepInvoices}) as filled`;
    const isImporting = row?.newest !== newest;
    newest = row?.newest ?? undefined;
    if (isImporting || signal.aborted || row?.filled === null) return newest;
  }
}
