import type { InputProblems } from '#kernel/input-problems.ts';
import { eq, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { type ApprovalRow, approvals } from '../../approval-tables.ts';
import { parseId } from '../../domain/reference.ts';
import { type InvoiceRow, invoices } from '../../tables.ts';

/** The request with this id, locked until the end of the transaction, so that one decision follows the other. */
export async function lockRequest(
  tx: Transaction,
  given: string,
  problems: InputProblems,
): Promise<ApprovalRow | undefined> {
  const id = parseId(given);
  const [row] =
    id === undefined ? [] : await tx.select().from(approvals).where(eq(approvals.id, id)).for('update');
  if (row === undefined) problems.at('id').add('NOT_FOUND', 'There is no request for approval with this id.');
  return row;
}

/** Notes that a request is decided already; false if so. */
export function checkIsPending({ status }: ApprovalRow, problems: InputProblems): boolean {
  if (status === 'PENDING') return true;
  problems.at('id').add('WRONG_STATE', `The request is ${status} already.`);
  return false;
}

/** Lets the invoice of a request go on, and gives it. */
export async function endWaiting(tx: Transaction, invoiceId: string, now: Date): Promise<InvoiceRow> {
  const [invoice] = await tx
    .update(invoices)
    .set({ pendingAction: null, version: sql`${invoices.version} + 1`, updatedAt: now })
    .where(eq(invoices.id, invoiceId))
    .returning();
  if (invoice === undefined) throw new TypeError(`The invoice ${invoiceId} of a request is not there.`);
  return invoice;
}
