import { v7 as uuid } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { duplicateDetails } from '../domain/document-details.ts';
import { duplicateTerms } from '../domain/duplicate-terms.ts';
import type { ReferencedIds } from '../domain/invoice-input.ts';
import type { DraftTerms } from '../domain/price-draft.ts';
import { findActiveCustomer } from '../domain/reference.ts';
import type { DuplicateInvoiceInput } from '../generated/types.ts';
import { insertDraft, type NewDraft } from '../store/insert-draft.ts';
import { loadTerms } from '../store/load-terms.ts';
import type { InvoiceRow } from '../tables.ts';
import type { Billing } from './billing.ts';
import { findActionable } from './find-for-action.ts';
import { readReferences } from './read-references.ts';

/** A draft that is not written yet, and the invoice that it is like. */
interface Duplicate {
  readonly draft: NewDraft;
  readonly duplicatedInvoiceId: string;
}

/** Creates a draft with the customer, the currency, the terms, the note and what stays of the details of another invoice. */
export function duplicateInvoice(
  billing: Billing,
  caller: SignedInCaller,
  input: DuplicateInvoiceInput,
): Promise<Checked<string>> {
  const { principal } = caller;
  const call = { operation: 'duplicateInvoice', principal, key: input.idempotencyKey, input };
  const id = uuid();
  return answerOnce(billing.db, call, {
    id,
    prepare: () => prepare(billing, caller, input),
    write: (tx, { draft, duplicatedInvoiceId }) =>
      insertDraft(tx, draft, {
        id,
        actor: principal.subject,
        now: billing.clock(),
        details: { duplicatedInvoiceId },
      }),
  });
}

async function prepare(
  billing: Billing,
  caller: SignedInCaller,
  { id }: DuplicateInvoiceInput,
): Promise<Checked<Duplicate>> {
  const problems = new InputProblems();
  const original = await loadOriginal(billing.db, id, problems);
  if (original === undefined) return { problems: problems.errors };
  const { invoice, terms } = original;
  const references = await readReferences(billing, collectIds(invoice, terms), caller, problems);
  if (references === undefined) return { problems: problems.errors };
  const customer = findActiveCustomer(references.customer, problems.at('customerId'));
  const priced = duplicateTerms(terms, references.products, problems);
  if (!problems.isEmpty || customer === undefined) return { problems: problems.errors };
  const { currency, note } = invoice;
  const draft = {
    customer,
    currency,
    priced,
    note,
    dueDate: null,
    externalReference: null,
    ...duplicateDetails(invoice),
  };
  return { value: { draft, duplicatedInvoiceId: invoice.id } };
}

/** Reads the invoice and its lines as of one moment: a draft may change at any time. */
function loadOriginal(
  db: PostgresJsDatabase,
  id: string,
  problems: InputProblems,
): Promise<{ readonly invoice: InvoiceRow; readonly terms: DraftTerms } | undefined> {
  return db.transaction(
    async (tx) => {
      const invoice = await findActionable(tx, { action: 'DUPLICATE', id }, problems);
      return invoice && { invoice, terms: await loadTerms(tx, invoice) };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function collectIds({ customerId }: InvoiceRow, { lines }: DraftTerms): ReferencedIds {
  const productIds = lines.flatMap(({ productId }) => productId ?? []);
  return { customerId: customerId ?? undefined, productIds: [...new Set(productIds)] };
}
