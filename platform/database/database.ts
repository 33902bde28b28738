import { drizzle, type PostgresJsDatabase } from './drizzle.ts';
import { connectSql, type SqlPool, type SqlPoolOptions } from './sql-pool.ts';

/** A pool of connections with the role of one bounded context. */
export interface Database extends SqlPool {
  /** The same pool for drizzle. */
  readonly db: PostgresJsDatabase;
}

/**
 * Opens a pool for statements written by hand and for drizzle, which sets parsers and serializers of the client that both
 * then share: dates stay text.
 */
export function connectDatabase(options: SqlPoolOptions): Database {
  const pool = connectSql(options);
  return { ...pool, db: drizzle(pool.sql) };
}
