import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { type ImportBacklog, startImportBacklog } from '../import-backlog.ts';

export interface TotalsCompactorOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs?: number;
}

/** A step is one transaction, of a tenth of a second or less. */
const stepRows = 2_000;

/** Adds the differences of totals up, so that readers find few rows. */
export function startTotalsCompactor({ sql, log, everyMs = 5_000 }: TotalsCompactorOptions): ImportBacklog {
  return startImportBacklog({
    takeStep: async () => {
      const [row] = await sql<{ newest: string | null; taken: number }[]>`
        select (select max(position)::text from billing.customer_totals where grain = 'D') as newest,
          billing.compact_totals(${stepRows}) as taken`;
      return { newest: row?.newest ?? null, isDone: row?.taken === 0 };
    },
    everyMs,
    // Readers add differences up themselves; a database that stays away shows in /readyz.
    onFailure: (err) => log.warn({ err }, 'could not add up the differences of totals; trying again'),
  });
}
