import { type ExemptCategory, toTaxCategoryName } from '#schema/tax-category.ts';
import type { DocumentAdjustmentTerms } from './adjustment.ts';
import type { InvoicedCustomer } from './reference.ts';

/** The member states of the EU, by ISO 3166-1 alpha-2 code. */
const memberStates = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
/** VAT ids begin with the country's code, those of Greece with EL, those of Northern Ireland's goods with XI. */
const vatIdPrefixes = new Set([...memberStates, 'EL', 'XI']);
const vatIdForm = /^[A-Z]{2}[0-9A-Z+*]{2,13}$/;

/** The parts of an invoice that have a VAT category. */
interface CategorisedParts {
  readonly lines: readonly { readonly position: number; readonly taxCategory: ExemptCategory | null }[];
  /** Null for none. Those without a tax have the taxes of the lines. */
  readonly adjustments: readonly Pick<DocumentAdjustmentTerms, 'isCharge' | 'tax'>[] | null;
}

/**
 * Finds what the customer lacks for the VAT categories of an invoice, one sentence for each category: a tax number for
 * reverse charge (EN 16931 BR-AE-02 to BR-AE-04), the VAT id of a member state for a supply to it (BR-IC-02 to BR-IC-04),
 * a country outside of the EU for an export. Allowances and charges on the whole invoice count like lines.
 */
export function findTaxPartyProblems(
  { lines, adjustments }: CategorisedParts,
  customer: Pick<InvoicedCustomer, 'taxNumber' | 'countryCode'>,
): string[] {
  const placed = [
    ...lines.map(({ position, taxCategory }) => ({ kind: 'line', position, taxCategory })),
    ...placeAdjustments(adjustments ?? [], false),
    ...placeAdjustments(adjustments ?? [], true),
  ];
  return [...Map.groupBy(placed, ({ taxCategory }) => taxCategory)].flatMap(([taxCategory, group]) => {
    const lack = taxCategory === null ? undefined : findLack(taxCategory, customer);
    if (lack === undefined) return [];
    const name = toTaxCategoryName({ taxCategory, taxRateMilli: 0 });
    return [`${describePlaces(group)}: ${name} needs ${lack}.`];
  });
}

function placeAdjustments(adjustments: NonNullable<CategorisedParts['adjustments']>, isCharge: boolean) {
  return adjustments
    .filter((adjustment) => adjustment.isCharge === isCharge)
    .map(({ tax }, index) => ({
      kind: isCharge ? 'charge' : 'allowance',
      position: index + 1,
      taxCategory: tax?.taxCategory ?? null,
    }));
}

/** For example `Lines 1, 3 and charge 1`. */
function describePlaces(places: readonly { readonly kind: string; readonly position: number }[]): string {
  const parts = [...Map.groupBy(places, ({ kind }) => kind)].map(
    ([kind, group]) =>
      `${group.length === 1 ? kind : `${kind}s`} ${group.map(({ position }) => position).join(', ')}`,
  );
  const text = parts.join(' and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
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
