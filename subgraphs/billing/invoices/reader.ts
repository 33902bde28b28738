import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';

/** What reads: the pool, or a transaction. */
export type Reader = Pick<PostgresJsDatabase, 'select' | 'execute'>;
