import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import { type Sweeper, startSweeper } from '#platform/database/sweeper.ts';
import type { Log } from '#platform/log/log.ts';
import type { CountedPoints, CountStore } from '../counting/count-store.ts';
import { limiterOptions } from './limiter-options.ts';

/** Messages are short and follow each other on few connections. */
const maxConnections = 4;
const statementTimeoutMs = 5_000;

const sweepEveryMs = 60_000;
const sweptRows = 1_000;

/** A statement as the library gives it to clients of PostgreSQL. */
interface Statement {
  readonly text: string;
  readonly values: (string | number)[];
}

/** Counts in the tables `limit_window` and `limit_day` of the schema `gateway`. */
export class PostgresCountStore implements CountStore {
  readonly #pool: SqlPool;
  readonly #windows: RateLimiterPostgres;
  readonly #days: RateLimiterPostgres;
  readonly #sweepers: readonly Sweeper[];

  /** @param url of a database whose tables are up to date */
  constructor(url: string, log: Log) {
    this.#pool = connectSql({ url, name: 'gateway-limits', maxConnections, statementTimeoutMs });
    this.#windows = this.#createLimiter('limit_window');
    this.#days = this.#createLimiter('limit_day');
    this.#sweepers = ['limit_window', 'limit_day'].map((table) =>
      startSweeper({
        what: `rows of ${table}`,
        log,
        everyMs: sweepEveryMs,
        deleteSome: () => this.#deleteExpired(table),
      }),
    );
  }

  async add({ key, points, keepSeconds, isLasting }: CountedPoints): Promise<number> {
    const limiter = isLasting ? this.#days : this.#windows;
    const { consumedPoints } = await limiter.penalty(key, points, { customDuration: keepSeconds });
    return consumedPoints;
  }

  /** Deletes what is past its time, as happens once a minute. */
  async sweep(): Promise<void> {
    for (const sweeper of this.#sweepers) await sweeper.sweep();
  }

  async close(): Promise<void> {
    for (const sweeper of this.#sweepers) await sweeper.close();
    await this.#pool.close();
  }

  #createLimiter(tableName: string): RateLimiterPostgres {
    const { sql } = this.#pool;
    const query = async ({ text, values }: Statement) => {
      const rows = await sql.unsafe(text, values, { prepare: true });
      // Whole numbers of eight bytes come as text.
      return { rows: rows.map(({ points, expire }) => ({ points: Number(points), expire: Number(expire) })) };
    };
    return new RateLimiterPostgres({
      ...limiterOptions,
      storeClient: { query },
      storeType: 'client',
      schemaName: 'gateway',
      tableName,
      tableCreated: true,
      clearExpiredByTimeout: false,
    });
  }

  async #deleteExpired(table: string): Promise<number> {
    const { sql } = this.#pool;
    const deleted = await sql`
      delete from gateway.${sql(table)} where key in (
        select key from gateway.${sql(table)} where expire < ${Date.now()} limit ${sweptRows}
        for update skip locked)`;
    return deleted.count;
  }
}
