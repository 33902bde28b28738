import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import type { DeleteInvoiceInput } from '../generated/types.ts';
import { writeHistory } from '../store/write-history.ts';
import { invoices } from '../tables.ts';
import type { Billing } from './billing.ts';
import { lockForAction } from './find-for-action.ts';

/** Deletes a draft with its lines; its history stays. */
export function deleteInvoice(
  { db, clock }: Billing,
  { principal }: SignedInCaller,
  input: DeleteInvoiceInput,
): Promise<Checked<string>> {
  return db.transaction(async (tx) => {
    const problems = new InputProblems();
    const { id, expectedVersion } = input;
    const invoice = await lockForAction(tx, { action: 'DELETE', id, expectedVersion }, problems);
    if (invoice === undefined) return { problems: problems.errors };
    await tx.delete(invoices).where(eq(invoices.id, invoice.id));
    const entry = {
      invoiceId: invoice.id,
      kind: 'DELETED',
      occurredAt: clock(),
      actor: principal.subject,
    } as const;
    await writeHistory(tx, entry);
    await recordEffect(tx, { id: invoice.id });
    return { value: invoice.id };
  });
}
