import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { readScalar } from '#schema/scalar-input.ts';
import { collectReferencedIds, parseDraftChange } from '../domain/invoice-input.ts';
import type { PricedDraft } from '../domain/price-draft.ts';
import { parseId } from '../domain/reference.ts';
import type { PreviewInvoiceInput } from '../generated/types.ts';
import type { Billing } from './billing.ts';
import { checkReferenceIsFree } from './external-reference.ts';
import { readReferences } from './read-references.ts';

/** The figures of a draft that is not saved, as far as they follow from the input, and all problems. */
interface Preview {
  readonly currency: string | undefined;
  readonly priced: PricedDraft | undefined;
  readonly problems: readonly UserError[];
}

/** Prices a draft as creating or changing it would, and writes nothing. */
export async function previewInvoice(
  billing: Billing,
  caller: SignedInCaller,
  input: PreviewInvoiceInput,
): Promise<Preview> {
  const problems = new InputProblems();
  const currency = readScalar(input.currency, problems.at('currency'));
  const references = await readReferences(billing, collectReferencedIds(input), caller, problems);
  if (references === undefined) return { currency, priced: undefined, problems: problems.errors };
  const { priced, externalReference } = parseDraftChange(input, currency, references, problems);
  await checkReferenceIsFree(billing.db, externalReference, parseId(input.id ?? ''), problems);
  return { currency, priced, problems: problems.errors };
}
