import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/** What reads: the pool, or a transaction. */
export type Reader = Pick<PostgresJsDatabase, 'select' | 'execute'>;
