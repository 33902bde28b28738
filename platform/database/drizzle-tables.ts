import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

export type * from 'drizzle-orm/pg-core';

/** The exports of drizzle-orm/pg-core that define tables, as far as they are used here; by CommonJS, see drizzle.ts. */
export const {
  bigint,
  boolean,
  char,
  check,
  customType,
  date,
  doublePrecision,
  foreignKey,
  getTableConfig,
  index,
  integer,
  json,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} = load('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
