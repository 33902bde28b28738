import type { InputProblems } from '#kernel/input-problems.ts';
import { invoiceBounds, maxAmountText } from '#schema/invoice-bounds.ts';
import { toTaxCategoryName } from '#schema/tax-category.ts';
import { formatTaxRate } from '#schema/tax-rate.ts';
import type { PricedDraft } from './price-draft.ts';
import { toGroupKey } from './tax-group.ts';

/** Notes what is wrong with the figures of a draft as a whole, with the paths of its input. */
export function notePricingProblems(
  { adjustments, lines, taxSubtotals, totals }: PricedDraft,
  problems: InputProblems,
): void {
  const places = { allowances: 0, charges: 0 };
  const taxesOfLines = new Set(lines.map(toGroupKey));
  for (const { isCharge, amountMinor, percentMilli, shares, tax } of adjustments ?? []) {
    const name = isCharge ? 'charges' : 'allowances';
    const place = places[name];
    places[name] += 1;
    if (percentMilli !== null && tax !== null && !taxesOfLines.has(toGroupKey(tax))) {
      const message = `No line is ${toTaxCategoryName(tax)} at ${formatTaxRate(tax.taxRateMilli)} %, of which it could be a percentage.`;
      problems.at(name, place, 'taxRate').add('INVALID', message);
    }
    if (shares.length > 0 || amountMinor === 0n) continue;
    const message = 'The lines have no amount over whose taxes it could be split: give its taxRate.';
    problems.at(name, place, 'taxRate').add('REQUIRED', message);
  }
  for (const subtotal of taxSubtotals) {
    if (subtotal.netMinor >= 0n && subtotal.taxMinor >= 0n) continue;
    const group = `${toTaxCategoryName(subtotal)} at ${formatTaxRate(subtotal.taxRateMilli)} %`;
    const message = `The allowances on ${group} must not come to more than its lines and charges.`;
    problems.at('allowances').add('OUT_OF_RANGE', message);
  }
  if (totals.totalMinor > invoiceBounds.amountMinor)
    problems.at('lines').add('OUT_OF_RANGE', `The invoice's total must be at most ${maxAmountText}.`);
}
