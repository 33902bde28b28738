import { createRequire } from 'node:module';

// The CommonJS build. Node 24 parses package.json anew for each ES module of a package; drizzle's has 180 kB and hundreds
// of modules, which took 0.4 s and 200 MB of every process.
const load = createRequire(import.meta.url);

export type * from 'drizzle-orm';

/** The exports of drizzle-orm that are used here. */
export const {
  and,
  asc,
  count,
  DrizzleQueryError,
  desc,
  eq,
  getTableColumns,
  getViewSelectedFields,
  gt,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  sql,
  sum,
} = load('drizzle-orm') as typeof import('drizzle-orm');

export type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
export const { drizzle } = load('drizzle-orm/postgres-js') as typeof import('drizzle-orm/postgres-js');
