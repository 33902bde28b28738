import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { collectReferencedIds, type DraftChange, parseDraftChange } from '../domain/invoice-input.ts';
import { parseId } from '../domain/reference.ts';
import type { UpdateInvoiceInput } from '../generated/types.ts';
import { insertLines, toLineColumns } from '../store/insert-lines.ts';
import { writeHistory } from '../store/write-history.ts';
import { type InvoiceRow, invoiceLines, invoices } from '../tables.ts';
import type { Billing } from './billing.ts';
import { checkReferenceIsFree, unlessReferenceTaken } from './external-reference.ts';
import { findForAction, type Intent, lockForAction } from './find-for-action.ts';
import { readReferences } from './read-references.ts';

/** Changes a draft; absent fields stay as they are. */
export async function updateInvoice(
  billing: Billing,
  caller: SignedInCaller,
  input: UpdateInvoiceInput,
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const intent: Intent = { action: 'UPDATE', id: input.id, expectedVersion: input.expectedVersion };
  const invoice = await findForAction(billing.db, intent, problems);
  const references = await readReferences(billing, collectReferencedIds(input), caller, problems);
  if (references === undefined) return { problems: problems.errors };
  const change = parseDraftChange(input, invoice?.currency, references, problems);
  await checkReferenceIsFree(billing.db, change.externalReference, parseId(input.id), problems);
  if (invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
  const isChange = Object.values(change).some((value) => value !== undefined);
  if (!isChange) return { value: invoice.id };
  return unlessReferenceTaken(() =>
    billing.db.transaction((tx) => writeChange(tx, intent, change, { caller, now: billing.clock() })),
  );
}

async function writeChange(
  tx: Transaction,
  intent: Intent,
  change: DraftChange,
  { caller, now }: { readonly caller: SignedInCaller; readonly now: Date },
): Promise<Checked<string>> {
  const problems: InputProblems = new InputProblems();
  const invoice = await lockForAction(tx, intent, problems);
  if (invoice === undefined) return { problems: problems.errors };
  const { pricedLines } = change;
  await tx
    .update(invoices)
    .set({ ...toColumns(change), version: invoice.version + 1, updatedAt: now })
    .where(eq(invoices.id, invoice.id));
  if (pricedLines !== undefined) {
    await tx.delete(invoiceLines).where(eq(invoiceLines.invoiceId, invoice.id));
    await insertLines(tx, invoice.id, pricedLines.lines);
  }
  await writeHistory(tx, {
    invoiceId: invoice.id,
    kind: 'UPDATED',
    occurredAt: now,
    actor: caller.principal.subject,
    details: { fields: findChangedFields(invoice, change) },
  });
  return { value: invoice.id };
}

/** The columns to change; drizzle ignores undefined ones. */
function toColumns({ customer, pricedLines, ...columns }: DraftChange) {
  return {
    ...columns,
    ...(customer === undefined ? {} : { customerId: customer.id, customerName: customer.displayName }),
    ...(pricedLines === undefined ? {} : toLineColumns(pricedLines)),
  };
}

/** The names in the API of the fields that have another value now. Lines that are given count as changed. */
function findChangedFields(invoice: InvoiceRow, { customer, pricedLines, ...change }: DraftChange): string[] {
  const texts = (['dueDate', 'externalReference', 'note'] as const).filter(
    (name) => change[name] !== undefined && change[name] !== invoice[name],
  );
  return [
    ...(customer === undefined || customer.id === invoice.customerId ? [] : ['customerId']),
    ...(pricedLines === undefined ? [] : ['lines']),
    ...texts,
  ];
}
