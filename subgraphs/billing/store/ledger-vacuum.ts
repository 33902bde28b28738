import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';

export interface LedgerVacuumOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** The pause between looks at the ledger, in milliseconds. */
  readonly everyMs?: number;
  /** A ledger of fewer pages of 8 KiB is left to PostgreSQL. */
  readonly minPages?: number;
}

/** Ten times what 10,000,000 invoices take. */
const timeoutMs = 600_000;

/**
 * Vacuums the invoices when PostgreSQL does not know of most pages that everybody sees them. Lists are read from
 * indexes alone only in pages of which it does. Autovacuum counts changes of rows, so it passes over a table that a migration has written anew,
 * and comes late after an import.
 */
export class LedgerVacuum {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #minPages: number;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor({ sql, log, everyMs = 300_000, minPages = 2_000 }: LedgerVacuumOptions) {
    this.#sql = sql;
    this.#log = log;
    this.#everyMs = everyMs;
    this.#minPages = minPages;
    this.#running = this.#run();
  }

  /** Breaks a vacuum under way off, which loses nothing, and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#vacuumIfNeeded().catch((err) => {
        if (!signal.aborted) this.#log.warn({ err }, 'could not vacuum the invoices; trying again');
      });
      await pause(this.#everyMs, signal);
    }
  }

  async #vacuumIfNeeded(): Promise<void> {
    const [table] = await this.#sql<{ isNeeded: boolean }[]>`
      select relpages >= ${this.#minPages} and relallvisible < relpages * 0.7 as "isNeeded"
      from pg_class where oid = 'billing.invoices'::regclass`;
    if (table?.isNeeded !== true || this.#closing.signal.aborted) return;
    const connection = await this.#sql.reserve();
    try {
      await connection.unsafe(`set statement_timeout = ${timeoutMs}`);
      const query = connection.unsafe('vacuum (analyze) billing.invoices');
      const cancel = () => query.cancel();
      this.#closing.signal.addEventListener('abort', cancel);
      try {
        await query;
      } finally {
        this.#closing.signal.removeEventListener('abort', cancel);
      }
    } finally {
      await connection.unsafe('reset statement_timeout').catch(() => {});
      connection.release();
    }
  }
}
