import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { documents } from '../graphs/tables.ts';
import type { PersistedOperation } from './load-persisted.ts';
import { persistedManifests } from './tables.ts';

/** Formats a list as Apollo's Router and the gateway read it. */
export function formatManifest(operations: readonly PersistedOperation[]): string {
  return JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map(({ id, body, name, type, clientName }) => ({
      id,
      body,
      name,
      type: type.toLowerCase(),
      ...(clientName !== '' && { clientName }),
    })),
  });
}

/** Finds a list, also an old one, by its hash. */
export async function findManifest(db: PostgresJsDatabase, hash: string): Promise<string | undefined> {
  const [found] = await db
    .select({ text: documents.text })
    .from(persistedManifests)
    .innerJoin(documents, eq(documents.hash, persistedManifests.hash))
    .where(eq(persistedManifests.hash, hash));
  return found?.text;
}
