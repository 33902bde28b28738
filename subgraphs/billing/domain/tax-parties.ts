import { type ExemptCategory, toTaxCategoryName } from '#schema/tax-category.ts';
import type { InvoicedCustomer } from './reference.ts';

/** The member states of the EU, by ISO 3166-1 alpha-2 code. */
const memberStates = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
/** VAT ids begin with the country's code, those of Greece with EL, those of Northern Ireland's goods with XI. */
const vatIdPrefixes = new Set([...memberStates, 'EL', 'XI']);
const vatIdForm = /^[A-Z]{2}[0-9A-Z+*]{2,13}$/;

/** A line's category and its place on the invoice. */
interface CategorisedLine {
  readonly position: number;
  readonly taxCategory: ExemptCategory | null;
}

/**
 * Finds what the customer lacks for the VAT categories of an invoice's lines, one sentence for each category: a tax number
 * for reverse charge (EN 16931 BR-AE-02), the VAT id of a member state for a supply to it (BR-IC-02), a country outside of
 * the EU for an export.
 */
export function findTaxPartyProblems(
  lines: readonly CategorisedLine[],
  customer: Pick<InvoicedCustomer, 'taxNumber' | 'countryCode'>,
): string[] {
  const byCategory = Map.groupBy(lines, (line) => line.taxCategory);
  return [...byCategory].flatMap(([taxCategory, group]) => {
    const lack = taxCategory === null ? undefined : findLack(taxCategory, customer);
    if (lack === undefined) return [];
    const positions = group.map(({ position }) => position).join(', ');
    const name = toTaxCategoryName({ taxCategory, taxRateMilli: 0 });
    return [`${group.length === 1 ? 'Line' : 'Lines'} ${positions}: ${name} needs ${lack}.`];
  });
}

function findLack(
  category: ExemptCategory,
  { taxNumber, countryCode }: Pick<InvoicedCustomer, 'taxNumber' | 'countryCode'>,
): string | undefined {
  if (category === 'AE' && taxNumber === null) return 'a tax number of the customer';
  if (category === 'K' && !isVatIdOfMemberState(taxNumber))
    return "the customer's VAT id in a member state of the EU, for example FR40303265045";
  if (category === 'G' && (countryCode === null || memberStates.has(countryCode)))
    return 'an address of the customer outside the EU';
  return undefined;
}

function isVatIdOfMemberState(taxNumber: string | null): boolean {
  const id = (taxNumber ?? '').replace(/[\s.-]/g, '').toUpperCase();
  return vatIdForm.test(id) && vatIdPrefixes.has(id.slice(0, 2));
}
