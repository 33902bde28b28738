import { and, eq, gt, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import { addAuditEntry } from '../graphs/audit.ts';
import type { Variant } from '../graphs/launch.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { approvals } from './tables.ts';

/** The longest time for which an approval holds, in days: what was approved has landed by then, or is forgotten. */
export const maxApprovalDays = 90;

/** A change that somebody lets pass. */
export interface Approval {
  readonly changeId: string;
  /** The branch for which it holds; empty for all. */
  readonly branch: string;
  readonly reason: string;
  readonly days: number;
}

/** Finds the changes that are approved for a branch. */
export async function findApproved(
  db: PostgresJsDatabase,
  variantId: string,
  branch: string,
): Promise<ReadonlySet<string>> {
  const found = await db
    .select({ changeId: approvals.changeId })
    .from(approvals)
    .where(
      and(
        eq(approvals.variantId, variantId),
        inArray(approvals.branch, ['', branch]),
        gt(approvals.expiresAt, sql`now()`),
      ),
    );
  return new Set(found.map(({ changeId }) => changeId));
}

/** Remembers an approval, and who gave it; one for the same change and branch takes the place of an earlier one. */
export async function approveChange(
  db: PostgresJsDatabase,
  { id: variantId, graph, name }: Variant,
  { changeId, branch, reason, days }: Approval,
  key: ApiKey,
): Promise<Date> {
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  const approval = { reason, keyName: key.name, createdAt: new Date(), expiresAt };
  await db.transaction(async (tx) => {
    await tx
      .insert(approvals)
      .values({ variantId, changeId, branch, ...approval })
      .onConflictDoUpdate({
        target: [approvals.variantId, approvals.changeId, approvals.branch],
        set: approval,
      });
    await addAuditEntry(tx, {
      action: 'CHANGE_APPROVED',
      graph,
      variant: name,
      subject: changeId,
      key,
      details: { branch, reason, days },
    });
  });
  return expiresAt;
}

/** Takes an approval back; false if there is none. */
export async function withdrawApproval(
  db: PostgresJsDatabase,
  { id: variantId, graph, name }: Variant,
  { changeId, branch }: Pick<Approval, 'changeId' | 'branch'>,
  key: ApiKey,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const deleted = await tx
      .delete(approvals)
      .where(
        and(
          eq(approvals.variantId, variantId),
          eq(approvals.changeId, changeId),
          eq(approvals.branch, branch),
        ),
      )
      .returning({ changeId: approvals.changeId });
    if (deleted.length === 0) return false;
    await addAuditEntry(tx, {
      action: 'APPROVAL_WITHDRAWN',
      graph,
      variant: name,
      subject: changeId,
      key,
      details: { branch },
    });
    return true;
  });
}
