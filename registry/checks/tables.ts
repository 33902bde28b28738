import { sql } from '#platform/database/drizzle.ts';
import { check, index, integer, jsonb, primaryKey, text, uuid } from '#platform/database/drizzle-tables.ts';
import { registryBounds } from '../bounds.ts';
import { hasRegistryLength, registry, registryInstant } from '../database-schema.ts';
import type { GitContext } from '../graphs/git-context.ts';
import { variants } from '../graphs/tables.ts';
import type { CheckStatus, CheckTask } from './check-task.ts';

/** Checks of proposed schemas with their results; rows are added and go by age. */
export const checkRuns = registry.table(
  'check_runs',
  {
    id: uuid().primaryKey(),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    /** Null if a whole schema was checked. */
    subgraph: text(),
    status: text().$type<CheckStatus>().notNull(),
    tasks: jsonb().$type<readonly CheckTask[]>().notNull(),
    git: jsonb().$type<GitContext>(),
    keyId: text('key_id'),
    durationMs: integer('duration_ms').notNull(),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('check_runs_of_variant').on(table.variantId, table.createdAt),
    index('check_runs_by_age').on(table.createdAt),
    check('check_runs_status_check', sql`${table.status} in ('PASSED', 'FAILED')`),
  ],
);

/** Changes that somebody let pass. */
export const approvals = registry.table(
  'approvals',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id),
    changeId: text('change_id').notNull(),
    /** The branch for which it holds; empty for all. */
    branch: text().notNull(),
    reason: text().notNull(),
    /** Of the key of whoever approved, at that time; null if it was a person, or an operator. */
    keyName: text('key_name'),
    /** The subject of the person who approved. */
    personId: text('person_id'),
    createdAt: registryInstant('created_at').notNull().defaultNow(),
    expiresAt: registryInstant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.changeId, table.branch] }),
    check('approvals_change_id_check', sql`${table.changeId} ~ '^[0-9a-f]{12}$'`),
    check('approvals_branch_check', hasRegistryLength(table.branch, registryBounds.gitText, 0)),
    check('approvals_reason_check', hasRegistryLength(table.reason, registryBounds.gitText)),
  ],
);
