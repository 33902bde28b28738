import type DataLoader from 'dataloader';
import { inArray, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { apiKeys } from '../../keys/tables.ts';

interface KeyName {
  readonly id: string;
  readonly name: string;
}

/** Loads the names of keys by id for one request, those of deleted keys, too. The id of a key of the configuration is its name. */
export function createKeyNameLoader(db: PostgresJsDatabase): DataLoader<string, KeyName | null> {
  return createEntityLoader(
    async (ids) => {
      const stored = ids.filter(isUuid);
      const configured = ids.filter((id) => !isUuid(id)).map((id) => ({ id, name: id }));
      if (stored.length === 0) return configured;
      const found = await db
        .select({ id: apiKeys.id, name: apiKeys.name })
        .from(apiKeys)
        .where(inArray(apiKeys.id, stored));
      return [...found, ...configured];
    },
    ({ id }) => id,
  );
}
