import { v7 as uuid } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { readScalar } from '#schema/scalar-input.ts';
import { collectReferencedIds, parseDraftChange } from '../domain/invoice-input.ts';
import type { CreateInvoiceInput } from '../generated/types.ts';
import { insertDraft, type NewDraft } from '../store/insert-draft.ts';
import type { Billing } from './billing.ts';
import { checkReferenceIsFree, unlessReferenceTaken } from './external-reference.ts';
import { readReferences } from './read-references.ts';

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
      write: (tx, draft) =>
        insertDraft(tx, draft, { id, actor: caller.principal.subject, now: billing.clock() }),
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
  const { purchaseOrder = null, buyerReference = null, contract = null } = rest;
  const { operationKind = null, delivery = null } = rest;
  const details = { purchaseOrder, buyerReference, contract, operationKind, delivery };
  return { value: { customer, currency, priced, dueDate, externalReference, note, ...details } };
}
