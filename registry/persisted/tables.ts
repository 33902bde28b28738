import { sql } from '#platform/database/drizzle.ts';
import { char, check, integer, jsonb, primaryKey, text, uuid } from '#platform/database/drizzle-tables.ts';
import { registry, registryInstant } from '../database-schema.ts';
import { documents, variants } from '../graphs/tables.ts';
import type { OperationCounts } from './operation-counts.ts';

/** The list of persisted queries of each variant that has some. */
export const persistedLists = registry.table('persisted_lists', {
  variantId: uuid('variant_id')
    .primaryKey()
    .references(() => variants.id),
  /** Counts the publishes that changed it. */
  revision: integer().notNull(),
  /** Of the newest publish. */
  counts: jsonb().$type<OperationCounts>().notNull(),
  /** The list as gateways read it. */
  manifestHash: char('manifest_hash', { length: 64 })
    .notNull()
    .references(() => persistedManifests.hash),
});

/** Lists as they were after each publish, in the form that Apollo's Router reads; by hash they never change. */
export const persistedManifests = registry.table('persisted_manifests', {
  hash: char({ length: 64 })
    .primaryKey()
    .references(() => documents.hash),
  createdAt: registryInstant('created_at').notNull().defaultNow(),
});

/** Operations that clients send by their id. */
export const persistedOperations = registry.table(
  'persisted_operations',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    /** By which a client asks for it; as a rule the SHA-256 of the body. */
    id: text().notNull(),
    /** The only client that may use it; empty for all. */
    clientName: text('client_name').notNull(),
    name: text().notNull(),
    type: text().$type<'QUERY' | 'MUTATION' | 'SUBSCRIPTION'>().notNull(),
    body: text().notNull(),
    /** The hash under which gateways report it; null if it was not valid when it was published. */
    usageHash: char('usage_hash', { length: 64 }),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.id, table.clientName] }),
    check('persisted_operations_type_check', sql`${table.type} in ('QUERY', 'MUTATION', 'SUBSCRIPTION')`),
  ],
);
