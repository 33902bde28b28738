import { and, eq, gt, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Author } from '../author.ts';
import { addAuditEntry } from '../graphs/audit.ts';
import type { Variant } from '../graphs/launch.ts';
import { approvals } from './tables.ts';

/** The longest time for which an approval holds, in days: what was approved has landed by then, or is forgotten. */
export const maxApprovalDays = 90;
/** The time for which an approval holds whose giver names none, in days. */
export const usualApprovalDays = 30;

/** A change that somebody lets pass. */
export interface Approval {
  readonly changeId: string;
  /** The branch for which it holds; empty for all. */
  readonly branch: string;
  readonly reason: string;
  readonly days: number;
}

/** An approval as it is stored. */
export type StoredApproval = typeof approvals.$inferSelect;

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
  author: Author,
): Promise<StoredApproval> {
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + days * 86_400_000);
  const { keyName, personId } = author;
  const approval = { reason, keyName, personId, createdAt, expiresAt };
  const key = { variantId, changeId, branch };
  await db.transaction(async (tx) => {
    await tx
      .insert(approvals)
      .values({ ...key, ...approval })
      .onConflictDoUpdate({
        target: [approvals.variantId, approvals.changeId, approvals.branch],
        set: approval,
      });
    await addAuditEntry(tx, {
      action: 'CHANGE_APPROVED',
      graph,
      variant: name,
      subject: changeId,
      author,
      details: { branch, reason, days },
    });
  });
  return { ...key, ...approval };
}

/** Takes an approval back; false if there is none. */
export async function withdrawApproval(
  db: PostgresJsDatabase,
  { id: variantId, graph, name }: Variant,
  { changeId, branch }: Pick<Approval, 'changeId' | 'branch'>,
  author: Author,
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
      author,
      details: { branch },
    });
    return true;
  });
}
