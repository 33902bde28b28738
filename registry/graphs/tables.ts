import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  char,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { registryBounds } from '../bounds.ts';
import type { CompositionProblem } from '../composition/composition.ts';
import { hasRegistryLength, registry, registryInstant } from '../database-schema.ts';
import type { GitContext } from './git-context.ts';
import type { LaunchCause } from './launch.ts';

/** Graphs: whatever stands before the `@` of a graph ref. */
export const graphs = registry.table(
  'graphs',
  {
    id: text().primaryKey(),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [check('graphs_id_check', hasRegistryLength(table.id, registryBounds.graphId))],
);

/** Variants of graphs. Each exists since its first publish. */
export const variants = registry.table(
  'variants',
  {
    id: uuid().primaryKey(),
    graph: text()
      .notNull()
      .references(() => graphs.id),
    name: text().notNull(),
    /** The composed launch whose supergraph runs; null until one composed. */
    currentLaunch: uuid('current_launch'),
    launchCount: integer('launch_count').notNull().default(0),
    readme: text(),
    readmeAt: registryInstant('readme_at'),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('variants_name_key').on(table.graph, table.name),
    check('variants_name_check', hasRegistryLength(table.name, registryBounds.variant)),
    check(
      'variants_readme_check',
      sql`char_length(${table.readme}) <= ${sql.raw(String(registryBounds.readme))}`,
    ),
  ],
);

/** Texts by the SHA-256 of their UTF-8: SDL of subgraphs, supergraphs and API schemas, each stored once. */
export const documents = registry.table('documents', {
  hash: char({ length: 64 }).primaryKey(),
  text: text().notNull(),
});

/** Everything that was ever published for a subgraph; rows are added and never changed. */
export const subgraphVersions = registry.table(
  'subgraph_versions',
  {
    id: uuid().primaryKey(),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    name: text().notNull(),
    /** Empty if it is published without an address. */
    url: text().notNull(),
    sdlHash: char('sdl_hash', { length: 64 })
      .notNull()
      .references(() => documents.hash),
    git: jsonb().$type<GitContext>(),
    keyId: text('key_id'),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('subgraph_versions_of_variant').on(table.variantId, table.name, table.createdAt),
    check('subgraph_versions_name_check', hasRegistryLength(table.name, registryBounds.subgraph)),
    check('subgraph_versions_url_check', hasRegistryLength(table.url, registryBounds.url, 0)),
  ],
);

/** The newest version of each subgraph of a variant: the next launch composes these. */
export const heads = registry.table(
  'heads',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    name: text().notNull(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => subgraphVersions.id),
    updatedAt: registryInstant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.variantId, table.name] })],
);

/** Attempts to compose a variant's heads; those that failed have problems and no supergraph. Rows are never changed. */
export const launches = registry.table(
  'launches',
  {
    id: uuid().primaryKey(),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    /** Counts the launches of the variant from 1. */
    number: integer().notNull(),
    cause: text().$type<LaunchCause>().notNull(),
    /** The subgraph that was published or deleted; null for a rollback. */
    subgraph: text(),
    supergraphHash: char('supergraph_hash', { length: 64 }).references(() => documents.hash),
    apiSchemaHash: char('api_schema_hash', { length: 64 }).references(() => documents.hash),
    problems: jsonb().$type<readonly CompositionProblem[]>().notNull(),
    hints: jsonb().$type<readonly string[]>().notNull(),
    keyId: text('key_id'),
    /** The subject of the person who made the change; with `keyId` null as well, it was an operator. */
    personId: text('person_id'),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('launches_number_key').on(table.variantId, table.number),
    check('launches_cause_check', sql`${table.cause} in ('PUBLISH', 'DELETE', 'ROLLBACK')`),
    check(
      'launches_result_check',
      sql`num_nulls(${table.supergraphHash}, ${table.apiSchemaHash}) in (0, 2) and (${table.supergraphHash} is null) = (jsonb_array_length(${table.problems}) > 0)`,
    ),
  ],
);

/** The versions that a launch composed. */
export const launchParts = registry.table(
  'launch_parts',
  {
    launchId: uuid('launch_id')
      .notNull()
      .references(() => launches.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => subgraphVersions.id),
  },
  (table) => [primaryKey({ columns: [table.launchId, table.versionId] })],
);

/** The audit trail: the changes and their authors. Rows are added and never changed. */
export const auditEntries = registry.table(
  'audit_entries',
  {
    position: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: registryInstant('at').notNull().defaultNow(),
    action: text().notNull(),
    graph: text(),
    variant: text(),
    /** The subgraph, key or other thing that it is about. */
    subject: text(),
    keyId: text('key_id'),
    /** Of the key at that time. */
    keyName: text('key_name'),
    /** The subject of the person who made the change; with `keyId` null as well, it was an operator. */
    personId: text('person_id'),
    details: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index('audit_entries_of_graph').on(table.graph, table.position)],
);
