import { eq } from '#platform/database/drizzle.ts';
import { InputProblems } from '#platform/graphql/input-problems.ts';
import type { ProblemCode } from '../domain/problem.ts';
import type { DeleteInvoiceInput } from '../generated/types.ts';
import { invoices } from '../tables.ts';
import type { Billing, Outcome } from './billing.ts';
import { lockForAction } from './find-for-action.ts';

/** Throws a draft away, its lines with it. */
export function deleteInvoice({ db }: Billing, input: DeleteInvoiceInput): Promise<Outcome> {
  return db.transaction(async (tx) => {
    const problems = new InputProblems<ProblemCode>();
    const { id, expectedVersion } = input;
    const invoice = await lockForAction(tx, { action: 'DELETE', id, expectedVersion }, problems);
    if (invoice === undefined) return { problems: problems.errors };
    await tx.delete(invoices).where(eq(invoices.id, invoice.id));
    return { invoiceId: invoice.id };
  });
}
