import { sql } from '#platform/database/drizzle.ts';
import { char, check, index, jsonb, text, uuid } from '#platform/database/drizzle-tables.ts';
import { registryBounds } from '../bounds.ts';
import { hasRegistryLength, registry, registryInstant } from '../database-schema.ts';
import type { SubgraphIdentifier } from './api-key.ts';

/** API keys. Of the key itself only the SHA-256 is kept: it is 256 random bits, which nobody guesses. */
export const apiKeys = registry.table(
  'api_keys',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    hash: char({ length: 64 }).notNull().unique('api_keys_hash_key'),
    /** The last characters of the key, by which a person tells it from others. */
    ending: text().notNull(),
    /** The one graph that it is for; null for all. */
    graph: text(),
    /** Names of rights between commas. */
    rights: text().notNull(),
    /** The only subgraphs that it may publish, delete, check and register instances of; null for all. */
    subgraphs: jsonb().$type<readonly SubgraphIdentifier[]>(),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
    /** The last use, at most an hour too early; null before the first one. */
    lastUsedAt: registryInstant('last_used_at'),
    /** Null while it is good. */
    deletedAt: registryInstant('deleted_at'),
  },
  (table) => [
    index('api_keys_of_graph').on(table.graph).where(sql`${table.deletedAt} is null`),
    check('api_keys_name_check', hasRegistryLength(table.name, registryBounds.keyName)),
    check(
      'api_keys_rights_check',
      sql`${table.rights} ~ '^(READ|CHECK|PUBLISH|REPORT|REGISTER|ADMIN)(,(READ|CHECK|PUBLISH|REPORT|REGISTER|ADMIN))*$'`,
    ),
  ],
);
