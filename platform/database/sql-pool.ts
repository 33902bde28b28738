import type { Sql } from 'postgres';
import { surviveConnectionLoss } from '#platform/patches/survive-connection-loss.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { openSql } from './open-sql.ts';

/** A pool of connections with the role of one bounded context, for statements written by hand. */
export interface SqlPool {
  readonly sql: Sql;
  /** Rejects unless the database answers; for `/readyz`. */
  ping(): Promise<void>;
  /**
   * Closes, after a second at the most for statements that still run: whoever has sent some is closed before. postgres.js
   * 3.4 takes a statement whose connection was lost for one that runs, so that without the server all of it passes
   * (porsager/postgres#1130).
   */
  close(): Promise<void>;
}

export interface SqlPoolOptions {
  /** `postgres://role:password@host:port/database`, with the parameters of TLS that `parseConnectionTls` reads. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** The most connections at once. */
  readonly maxConnections?: number;
  /** The longest one statement may run, in milliseconds; the server ends it. */
  readonly statementTimeoutMs?: number;
  /** The longest a transaction may stand idle, in milliseconds; the server ends it. */
  readonly idleInTransactionTimeoutMs?: number;
  /**
   * True if arrays are wanted as lists: postgres.js then asks each new connection for the array types. Only for a pool that
   * need not outlive the server's death: a connection that is lost while it is asked ends the process
   * (platform/patches/postgres.md). Otherwise arrays come and go as text.
   */
  readonly readsArrays?: boolean;
  /** Told of every statement and its parameters; for tests that count them and benchmarks that explain them. */
  readonly onStatement?: (text: string, parameters: readonly unknown[]) => void;
}

/** Opens a pool. Connections are made when first needed and made again after the server was away. */
export function connectSql(options: SqlPoolOptions): SqlPool {
  const { onStatement } = options;
  const sql = openSql(options.url, {
    max: options.maxConnections ?? 10,
    connect_timeout: 5,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1),
    onnotice: () => {},
    fetch_types: options.readsArrays ?? false,
    connection: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs ?? requestDeadlines.statementMs,
      idle_in_transaction_session_timeout:
        options.idleInTransactionTimeoutMs ?? requestDeadlines.idleInTransactionMs,
      TimeZone: 'UTC',
      // Statements are short: compiling the plan of one takes longer than it saves.
      jit: 'off',
    },
    ...(onStatement === undefined
      ? {}
      : {
          debug: (_connection: number, text: string, parameters: unknown[]) => onStatement(text, parameters),
        }),
  });
  surviveConnectionLoss(sql);
  return {
    sql,
    ping: async () => {
      await sql`select 1`;
    },
    close: () => sql.end({ timeout: 1 }),
  };
}
