import { v7 as uuid } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { readScalar } from '#schema/scalar-input.ts';
import { collectReferencedIds, parseDraftChange } from '../domain/invoice-input.ts';
import type { PricedDraft } from '../domain/price-draft.ts';
import type { InvoicedCustomer } from '../domain/reference.ts';
import type { CreateInvoiceInput } from '../generated/types.ts';
import { insertLines, toFigureColumns } from '../store/insert-lines.ts';
import { writeHistory } from '../store/write-history.ts';
import { invoices } from '../tables.ts';
import type { Billing } from './billing.ts';
import { checkReferenceIsFree, unlessReferenceTaken } from './external-reference.ts';
import { readReferences } from './read-references.ts';

interface NewDraft {
  readonly customer: InvoicedCustomer;
  readonly currency: string;
  readonly priced: PricedDraft;
  readonly dueDate: string | null;
  readonly externalReference: string | null;
  readonly note: string | null;
}

/** Creates a draft. */
export function createInvoice(
  billing: Billing,
  caller: SignedInCaller,
  input: CreateInvoiceInput,
): Promise<Checked<string>> {
  const call = {
    operation: 'createInvoice',
    principal: caller.principal,
    key: input.idempotencyKey,
    input,
  };
  const id = uuid();
  return unlessReferenceTaken(() =>
    answerOnce(billing.db, call, {
      id,
      prepare: () => prepare(billing, caller, input),
      write: (tx, draft) => insertDraft(tx, id, draft, caller, billing.clock()),
    }),
  );
}

async function prepare(
  billing: Billing,
  caller: SignedInCaller,
  input: CreateInvoiceInput,
): Promise<Checked<NewDraft>> {
  const problems = new InputProblems();
  const currency = readScalar(input.currency, problems.at('currency'));
  const references = await readReferences(billing, collectReferencedIds(input), caller, problems);
  if (references === undefined) return { problems: problems.errors };
  const { customer, priced, ...rest } = parseDraftChange(input, currency, references, problems);
  await checkReferenceIsFree(billing.db, rest.externalReference, undefined, problems);
  if (!problems.isEmpty || customer === undefined || currency === undefined || priced === undefined) {
    return { problems: problems.errors };
  }
  const { dueDate = null, externalReference = null, note = null } = rest;
  return { value: { customer, currency, priced, dueDate, externalReference, note } };
}

async function insertDraft(
  tx: Transaction,
  id: string,
  draft: NewDraft,
  { principal }: SignedInCaller,
  now: Date,
): Promise<Checked<string>> {
  const { customer, priced, ...columns } = draft;
  await tx.insert(invoices).values({
    id,
    status: 'DRAFT',
    customerId: customer.id,
    customerName: customer.displayName,
    ...columns,
    ...toFigureColumns(priced),
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  await insertLines(tx, id, priced.lines);
  await writeHistory(tx, { invoiceId: id, kind: 'CREATED', occurredAt: now, actor: principal.subject });
  return { value: id };
}
