import type { PostgresJsDatabase } from './drizzle.ts';

/** One transaction of drizzle. */
export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

/** Whatever reads: a pool, the connection of one caller, or a transaction. */
export type Reader = Pick<PostgresJsDatabase, 'select' | 'execute' | '$count'>;
