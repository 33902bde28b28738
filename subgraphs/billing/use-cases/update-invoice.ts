import { isDeepStrictEqual } from 'node:util';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { collectReferencedIds, type DraftChange, parseDraftChange } from '../domain/invoice-input.ts';
import { parseId } from '../domain/reference.ts';
import type { UpdateInvoiceInput } from '../generated/types.ts';
import { invoiceLines } from '../line-tables.ts';
import { insertLines, toFigureColumns } from '../store/insert-lines.ts';
import { loadTerms } from '../store/load-terms.ts';
import { writeHistory } from '../store/write-history.ts';
import { type InvoiceRow, invoices } from '../tables.ts';
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
  const stored = invoice && (await loadTerms(billing.db, invoice));
  const change = parseDraftChange(input, invoice?.currency, references, problems, stored);
  await checkReferenceIsFree(billing.db, change.externalReference, parseId(input.id), problems);
  if (invoice === undefined || !problems.isEmpty) return { problems: problems.errors };
  const isChange = Object.values(change).some((value) => value !== undefined);
  if (!isChange) {
    recordNoEffect();
    return { value: invoice.id };
  }
  return unlessReferenceTaken(() =>
    billing.db.transaction((tx) => writeChange(tx, intent, change, { caller, input, now: billing.clock() })),
  );
}

/** The caller, the input and the time of a call. */
interface CallOfUpdate {
  readonly caller: SignedInCaller;
  readonly input: UpdateInvoiceInput;
  readonly now: Date;
}

async function writeChange(
  tx: Transaction,
  intent: Intent,
  change: DraftChange,
  { caller, input, now }: CallOfUpdate,
): Promise<Checked<string>> {
  const problems: InputProblems = new InputProblems();
  const invoice = await lockForAction(tx, intent, problems);
  if (invoice === undefined) return { problems: problems.errors };
  const { priced } = change;
  await tx
    .update(invoices)
    .set({ ...toColumns(change), version: invoice.version + 1, updatedAt: now })
    .where(eq(invoices.id, invoice.id));
  if (priced !== undefined) {
    await tx.delete(invoiceLines).where(eq(invoiceLines.invoiceId, invoice.id));
    await insertLines(tx, invoice.id, priced.lines);
  }
  await writeHistory(tx, {
    invoiceId: invoice.id,
    kind: 'UPDATED',
    occurredAt: now,
    actor: caller.principal.subject,
    details: { fields: findChangedFields(invoice, change, input) },
  });
  await recordEffect(tx, { id: invoice.id });
  return { value: invoice.id };
}

/** The columns to change; drizzle ignores undefined ones. */
function toColumns({ customer, priced, ...columns }: DraftChange) {
  return {
    ...columns,
    ...(customer === undefined ? {} : { customerId: customer.id, customerName: customer.displayName }),
    ...(priced === undefined ? {} : toFigureColumns(priced)),
  };
}

const otherFields = [
  'dueDate',
  'externalReference',
  'note',
  'purchaseOrder',
  'buyerReference',
  'contract',
  'operationKind',
  'delivery',
] as const;
/** The fields that decide about the figures. */
const figureFields = ['lines', 'allowances', 'charges', 'pricesIncludeTax'] as const;

/** The names in the API of the fields that have another value now. Those of the figures count as changed if given. */
function findChangedFields(
  invoice: InvoiceRow,
  { customer, ...change }: DraftChange,
  input: UpdateInvoiceInput,
): string[] {
  const others = otherFields.filter(
    (name) => change[name] !== undefined && !isDeepStrictEqual(change[name], invoice[name]),
  );
  return [
    ...(customer === undefined || customer.id === invoice.customerId ? [] : ['customerId']),
    ...figureFields.filter((name) => input[name] !== undefined),
    ...others,
  ];
}
