import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  char,
  check,
  customType,
  date,
  index,
  primaryKey,
  text,
  unique,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { registry, registryInstant } from '../database-schema.ts';
import { variants } from '../graphs/tables.ts';

/** Counts by bucket. */
const histogram = customType<{ data: string }>({ dataType: () => 'bigint[]' });

const variantId = () =>
  uuid('variant_id')
    .notNull()
    .references(() => variants.id);

/** Operations that gateways reported, without values. */
export const usageOperations = registry.table(
  'usage_operations',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    variantId: variantId(),
    /** SHA-256 of the text. */
    hash: char({ length: 64 }).notNull(),
    /** Null if it is anonymous. */
    name: text(),
    text: text().notNull(),
    /** True if its coordinates have what was sent of inputs; Apollo's reports have not. */
    areInputsKnown: boolean('are_inputs_known').notNull(),
    /** The newest hour in which it was seen. */
    seenAt: registryInstant('seen_at').notNull(),
  },
  (table) => [
    unique('usage_operations_hash_key').on(table.variantId, table.hash),
    index('usage_operations_by_age').on(table.seenAt),
  ],
);

const operationId = () =>
  bigint('operation_id', { mode: 'bigint' })
    .notNull()
    .references(() => usageOperations.id, { onDelete: 'cascade' });

/** Requests by operation, hour and client. */
export const operationUsage = registry.table(
  'operation_usage',
  {
    operationId: operationId(),
    hour: registryInstant('hour').notNull(),
    clientName: text('client_name').notNull(),
    clientVersion: text('client_version').notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    errors: bigint({ mode: 'number' }).notNull(),
    /** By the bounds of `#platform/usage/usage-report.ts`; empty if the reporter does not tell. */
    latency: histogram().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operationId, table.hour, table.clientName, table.clientVersion] }),
    index('operation_usage_by_hour').on(table.hour),
    check('operation_usage_count_check', sql`${table.count} >= ${table.errors}`),
  ],
);

/** Requests by operation, schema coordinate, day and client. */
export const coordinateUsage = registry.table(
  'coordinate_usage',
  {
    operationId: operationId(),
    coordinate: text().notNull(),
    /** In UTC. */
    day: date().notNull(),
    clientName: text('client_name').notNull(),
    count: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operationId, table.coordinate, table.day, table.clientName] }),
    index('coordinate_usage_by_coordinate').on(table.coordinate, table.operationId, table.day),
    index('coordinate_usage_by_day').on(table.day),
  ],
);

/** Reports that were taken, by which one that is sent again is known. */
export const usageReports = registry.table(
  'usage_reports',
  {
    id: text().primaryKey(),
    variantId: variantId(),
    receivedAt: registryInstant('received_at').notNull().defaultNow(),
  },
  (table) => [index('usage_reports_by_age').on(table.receivedAt)],
);
