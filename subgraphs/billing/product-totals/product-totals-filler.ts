import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { type ImportBacklog, startImportBacklog } from '../import-backlog.ts';

export interface ProductTotalsFillerOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs?: number;
}

/** The differences of a step, which also adds one transaction of an import; it is a transaction of about a second at the most. */
const stepRows = 5_000;

/** Adds lines of imported invoices and differences to the totals of products. */
export function startProductTotalsFiller({
  sql,
  log,
  everyMs = 5_000,
}: ProductTotalsFillerOptions): ImportBacklog {
  return startImportBacklog({
    takeStep: async () => {
      const [row] = await sql<{ newest: string | null; taken: number }[]>`
        select (select max(position)::text from billing.product_backlog) as newest,
          billing.advance_product_totals(${stepRows}) as taken`;
      return { newest: row?.newest ?? null, isDone: row?.taken === 0 };
    },
    everyMs,
    // Readers add differences up and tell what imports lack; a database that stays away shows in /readyz.
    onFailure: (err) => log.warn({ err }, 'could not bring the totals of products forward; trying again'),
  });
}
