import type DataLoader from 'dataloader';
import {
  and,
  desc,
  gt,
  inArray,
  or,
  type PostgresJsDatabase,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import { createEntityLoader } from '#platform/graphql/entity-loader.ts';
import { createListLoader } from '#platform/graphql/list-loader.ts';
import type { CheckTask } from '../../checks/check-task.ts';
import { approvals, checkRuns } from '../../checks/tables.ts';
import type { SchemaChangeApprovalModel } from '../models.ts';

/** Loads the parts of checks for one request. */
export interface CheckLoaders {
  readonly tasksByCheck: DataLoader<
    string,
    { readonly id: string; readonly tasks: readonly CheckTask[] } | null
  >;
  /** The approvals of a change that hold, whatever their branch, by `toChangeKey`. */
  readonly approvalsByChange: DataLoader<string, readonly SchemaChangeApprovalModel[]>;
}

/** Names a change of a variant. */
export function toChangeKey({
  variantId,
  changeId,
}: Pick<SchemaChangeApprovalModel, 'variantId' | 'changeId'>): string {
  return `${variantId}/${changeId}`;
}

/** Creates the loaders of checks. */
export function createCheckLoaders(db: PostgresJsDatabase): CheckLoaders {
  return {
    tasksByCheck: createEntityLoader(
      (ids) =>
        db
          .select({ id: checkRuns.id, tasks: checkRuns.tasks })
          .from(checkRuns)
          .where(inArray(checkRuns.id, [...ids])),
      ({ id }) => id,
    ),
    approvalsByChange: createListLoader(
      (keys) =>
        db
          .select()
          .from(approvals)
          .where(and(areChanges(keys), gt(approvals.expiresAt, sql`now()`)))
          .orderBy(desc(approvals.createdAt), approvals.branch),
      toChangeKey,
    ),
  };
}

/** The changes that are asked for are of few variants: one, as a rule. */
function areChanges(keys: readonly string[]): SQL | undefined {
  const changes = keys.map((key) => key.split('/'));
  const byVariant = Map.groupBy(changes, ([variantId = '']) => variantId);
  return or(
    ...[...byVariant].map(([variantId, members]) =>
      and(
        sql`${approvals.variantId} = ${variantId}`,
        inArray(
          approvals.changeId,
          members.map(([, changeId = '']) => changeId),
        ),
      ),
    ),
  );
}
