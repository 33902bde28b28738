import type { SellerDetails } from '#schema/seller/seller-details.ts';
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

/** The seller and the buyer. */
interface TaxParties {
  readonly customer: Pick<InvoicedCustomer, 'taxNumber' | 'countryCode'>;
  /** Null if no data of the seller are configured: nothing is asked of them then. */
  readonly seller: Pick<SellerDetails, 'vatId'> | null;
}

/**
 * Finds what customer and seller lack for the VAT categories of an invoice, one sentence for each category. Reverse charge
 * needs a tax number of the customer (EN 16931 BR-AE-02 to BR-AE-04), a supply to another member state the VAT id of that
 * state (BR-IC-02 to BR-IC-04), an export a country outside of the EU; each of them the VAT id of the seller, too (BR-G-02).
 * Allowances and charges on the whole invoice count like lines.
 */
export function findTaxPartyProblems(
  { lines, adjustments }: CategorisedParts,
  parties: TaxParties,
): string[] {
  const placed = [
    ...lines.map(({ position, taxCategory }) => ({ kind: 'line', position, taxCategory })),
    ...placeAdjustments(adjustments ?? [], false),
    ...placeAdjustments(adjustments ?? [], true),
  ];
  return [...Map.groupBy(placed, ({ taxCategory }) => taxCategory)].flatMap(([taxCategory, group]) => {
    if (taxCategory === null) return [];
    const lacks = [findLack(taxCategory, parties), findLackOfSeller(taxCategory, parties)];
    const found = lacks.filter((lack) => lack !== undefined);
    const name = toTaxCategoryName({ taxCategory, taxRateMilli: 0 });
    return found.length === 0 ? [] : [`${describePlaces(group)}: ${name} needs ${found.join(', and ')}.`];
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
  { customer: { taxNumber, countryCode }, seller }: TaxParties,
): string | undefined {
  if (category === 'AE' && taxNumber === null) return 'a tax number of the customer';
  if (category === 'K' && !isVatIdOfMemberState(taxNumber))
    return "the customer's VAT id in a member state of the EU, for example FR40303265045";
  const sellerState = seller?.vatId === undefined ? undefined : toState(seller.vatId);
  if (category === 'K' && taxNumber !== null && toState(taxNumber) === sellerState)
    return `the customer's VAT id in another member state than ${sellerState}, which is the seller's`;
  if (category === 'G' && (countryCode === null || memberStates.has(countryCode)))
    return 'an address of the customer outside the EU';
  return undefined;
}

function findLackOfSeller(category: ExemptCategory, { seller }: TaxParties): string | undefined {
  const isLacking = category !== 'E' && seller !== null && seller.vatId === undefined;
  return isLacking ? 'the VAT id of the seller, which is not configured' : undefined;
}

/** The state of a VAT id, by its prefix. */
function toState(vatId: string): string {
  return withoutGaps(vatId).slice(0, 2);
}

function isVatIdOfMemberState(taxNumber: string | null): boolean {
  return vatIdForm.test(withoutGaps(taxNumber ?? '')) && vatIdPrefixes.has(toState(taxNumber ?? ''));
}

function withoutGaps(vatId: string): string {
  return vatId.replace(/[\s.-]/g, '').toUpperCase();
}
