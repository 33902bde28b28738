import { sql } from '#platform/database/drizzle.ts';
import {
  char,
  check,
  index,
  integer,
  primaryKey,
  text,
  unique,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { registryBounds } from '../bounds.ts';
import { hasRegistryLength, registry, registryInstant } from '../database-schema.ts';
import { variants } from '../graphs/tables.ts';

/** Processes that serve a subgraph, for as long as they renew their lease; all times are those of the database. */
export const instances = registry.table(
  'instances',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    subgraph: text().notNull(),
    /** Chosen by the process, another one for each of its starts. */
    id: text().notNull(),
    /** Of its GraphQL endpoint. An address is one instance. */
    url: text().notNull(),
    /** The SHA-256 of the SDL that it serves, in hexadecimal digits. */
    sdlHash: char('sdl_hash', { length: 64 }).notNull(),
    /** Of its program; empty if it does not say. */
    version: text().notNull(),
    leaseSeconds: integer('lease_seconds').notNull(),
    keyId: text('key_id'),
    registeredAt: registryInstant('registered_at').notNull(),
    renewedAt: registryInstant('renewed_at').notNull(),
    expiresAt: registryInstant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.subgraph, table.id] }),
    unique('instances_url_key').on(table.variantId, table.subgraph, table.url),
    index('instances_by_expiry').on(table.expiresAt),
    check('instances_id_check', hasRegistryLength(table.id, registryBounds.instanceId)),
    check('instances_url_check', hasRegistryLength(table.url, registryBounds.instanceUrl)),
    check('instances_version_check', hasRegistryLength(table.version, registryBounds.instanceVersion, 0)),
    check(
      'instances_lease_check',
      sql`${table.leaseSeconds} between ${sql.raw(String(registryBounds.minLeaseSeconds))} and ${sql.raw(String(registryBounds.maxLeaseSeconds))}`,
    ),
  ],
);
