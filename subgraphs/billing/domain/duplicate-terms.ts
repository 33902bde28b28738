import type { InputProblems } from '#kernel/input-problems.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import type { References } from './invoice-input.ts';
import type { LineTerms } from './line.ts';
import { type DraftTerms, type PricedDraft, priceDraft } from './price-draft.ts';
import { notePricingProblems } from './pricing-problems.ts';
import { findActiveProduct } from './reference.ts';

/**
 * Computes the figures of a new draft with the terms of an invoice, and notes all problems, with the paths of an input.
 * The result is valid only if no problem was noted.
 *
 * Texts, prices and taxes stay those of the invoice. The stock keeping unit is the product's present one, as issuing
 * takes it; a line without a product has none, even if it was imported with one.
 */
export function duplicateTerms(
  { lines, adjustments, pricesIncludeTax }: DraftTerms,
  products: References['products'],
  problems: InputProblems,
): PricedDraft {
  if (lines.length > invoiceBounds.lines) {
    const message = `The invoice has ${lines.length} lines; a draft has at most ${invoiceBounds.lines}.`;
    problems.at('lines').add('TOO_LONG', message);
  }
  const copies = lines.map((line, index) => duplicateLine(line, products, problems.at('lines', index)));
  const priced = priceDraft({ lines: copies, adjustments, pricesIncludeTax });
  notePricingProblems(priced, problems);
  return priced;
}

function duplicateLine(
  line: LineTerms,
  products: References['products'],
  problems: InputProblems,
): LineTerms {
  if (line.quantityE4 <= 0n) {
    const message =
      'The line was imported with a quantity that is not above zero; create a draft without it.';
    problems.at('quantity').add('OUT_OF_RANGE', message);
  }
  if (line.productId === null) return { ...line, sku: null };
  const product = findActiveProduct(line.productId, products, problems.at('productId'));
  return { ...line, sku: product?.sku ?? line.sku };
}
