import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { persistedOperations } from './tables.ts';

/** An operation of a list of persisted queries. */
export interface PersistedOperation {
  readonly id: string;
  /** The only client that may use it; empty for all. */
  readonly clientName: string;
  readonly name: string;
  readonly type: 'QUERY' | 'MUTATION' | 'SUBSCRIPTION';
  readonly body: string;
  /** The hash under which gateways report it; null if it was not valid when it was published. */
  readonly usageHash: string | null;
}

/** Loads the persisted operations of a variant, in the order of their ids. */
export async function loadPersisted(
  db: Pick<PostgresJsDatabase, 'select'>,
  variantId: string,
): Promise<readonly PersistedOperation[]> {
  return db
    .select({
      id: persistedOperations.id,
      clientName: persistedOperations.clientName,
      name: persistedOperations.name,
      type: persistedOperations.type,
      body: persistedOperations.body,
      usageHash: persistedOperations.usageHash,
    })
    .from(persistedOperations)
    .where(eq(persistedOperations.variantId, variantId))
    .orderBy(persistedOperations.id, persistedOperations.clientName);
}
