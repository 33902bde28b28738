import { and, asc, desc, eq, gt, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { approvals } from '../../checks/tables.ts';
import { toStorableText } from '../../storable-text.ts';
import type { SchemaChangeApprovalModel } from '../models.ts';

/** Far more than people give in the longest time of an approval; the oldest ones beyond are not listed. */
const maxApprovals = 10_000;

/** Lists the approvals of a variant that hold, the newest first; those for all branches and one, if it is named. */
export async function listHoldingApprovals(
  db: PostgresJsDatabase,
  variantId: string,
  branch: string | null | undefined,
): Promise<readonly SchemaChangeApprovalModel[]> {
  return db
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.variantId, variantId),
        gt(approvals.expiresAt, sql`now()`),
        typeof branch === 'string' ? inArray(approvals.branch, ['', toStorableText(branch)]) : undefined,
      ),
    )
    .orderBy(desc(approvals.createdAt), asc(approvals.changeId), asc(approvals.branch))
    .limit(maxApprovals);
}
