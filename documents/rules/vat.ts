import { divideHalfUp } from '#schema/decimal.ts';
import { minorDigits } from '#schema/money.ts';
import { wholeRateMilli } from '#schema/tax-rate.ts';
import type { VatBreakdown, VatTreatment } from '../model/amounts.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { type BusinessRuleViolation, demand } from './business-rule-violation.ts';

/** The names that rules of a category begin with; those of intra-community supplies are not its code. */
const prefixes: Readonly<Record<VatTreatment['category'], string>> = {
  S: 'BR-S',
  Z: 'BR-Z',
  E: 'BR-E',
  AE: 'BR-AE',
  K: 'BR-IC',
  G: 'BR-G',
  O: 'BR-O',
};
const withReason: ReadonlySet<string> = new Set(['E', 'AE', 'K', 'G', 'O']);
/** In one unit of a currency. */
const hundredths = 100n;
const needsBuyer: ReadonlySet<string> = new Set(['AE', 'K']);

const isSame = (one: VatTreatment, other: VatTreatment) =>
  one.category === other.category && one.rateMilli === other.rateMilli;

/** Finds violated rules of the VAT categories (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O) and of the breakdown. */
export function findVatViolations(document: EInvoice): BusinessRuleViolation[] {
  const { lines, adjustments = [], vatBreakdown } = document;
  const used = [...lines, ...adjustments].map(({ vat }) => vat);
  const missing = used.filter(
    (vat, index) =>
      used.findIndex((other) => isSame(other, vat)) === index &&
      !vatBreakdown.some((part) => isSame(part, vat)),
  );
  return [
    ...demand(vatBreakdown.length > 0, 'BR-CO-18', 'BG-23', 'is empty; a document has a VAT breakdown'),
    ...missing.map(({ category, rateMilli }) => ({
      rule: `${prefixes[category]}-01`,
      term: 'BG-23',
      message: `has no part for the category ${category} at ${rateMilli / 1_000} %, which a line, an allowance or a charge has`,
    })),
    ...vatBreakdown.flatMap((part) => [...findInPart(part, document), ...findInParties(part, document)]),
  ];
}

function findInPart(part: VatBreakdown, document: EInvoice): BusinessRuleViolation[] {
  const { category, rateMilli, baseMinor, taxMinor } = part;
  const prefix = prefixes[category];
  const hasReason = part.exemptionReason !== undefined || part.exemptionCode !== undefined;
  return [
    ...demand(
      (category === 'S') === rateMilli > 0,
      `${prefix}-05`,
      'BT-152',
      category === 'S'
        ? 'is zero, which the category S cannot have'
        : `is above zero in the category ${category}`,
    ),
    ...demand(
      sumOfParts(part, document) === baseMinor,
      `${prefix}-08`,
      'BT-116',
      `is not the sum of the lines, allowances and charges of the category ${category}`,
    ),
    // The tax of a credit note, and of prices with tax, may differ by its rounding; the rule allows less than one unit.
    ...demand(
      category === 'S' ? isTaxOfBase(part, document.currency) : taxMinor === 0n,
      `${prefix}-09`,
      'BT-117',
      'is not the base by the rate',
    ),
    ...demand(
      withReason.has(category) === hasReason,
      `${prefix}-10`,
      'BT-120',
      hasReason
        ? `is given, but the category ${category} has none`
        : 'is missing; say why no VAT is due, or give the code',
    ),
  ];
}

/** True if the tax differs from base times rate, rounded to two decimals, by less than one unit of the currency. */
function isTaxOfBase({ baseMinor, taxMinor, rateMilli }: VatBreakdown, currency: string): boolean {
  const unit = 10n ** BigInt(minorDigits(currency));
  const magnitude = (baseMinor < 0n ? -baseMinor : baseMinor) * BigInt(rateMilli) * hundredths;
  const right = divideHalfUp(magnitude, BigInt(wholeRateMilli) * unit);
  const difference = ((taxMinor < 0n ? -taxMinor : taxMinor) * hundredths) / unit - right;
  return difference < hundredths && difference > -hundredths;
}

function sumOfParts(part: VatBreakdown, { lines, adjustments = [] }: EInvoice): bigint {
  const ofLines = lines.filter(({ vat }) => isSame(vat, part)).map(({ netMinor }) => netMinor);
  const ofDocument = adjustments
    .filter(({ vat }) => isSame(vat, part))
    .map(({ isCharge, amountMinor }) => (isCharge ? amountMinor : -amountMinor));
  return [...ofLines, ...ofDocument].reduce((sum, amountMinor) => sum + amountMinor, 0n);
}

function findInParties(
  { category }: VatBreakdown,
  { seller, buyer, delivery }: EInvoice,
): readonly BusinessRuleViolation[] {
  const prefix = prefixes[category];
  if (category === 'O')
    return demand(
      seller.vatId === undefined,
      'BR-O-02',
      'BT-31',
      'is given, but the category O has no VAT id',
    );
  const hasTaxNumber = seller.vatId !== undefined || seller.taxRegistrationId !== undefined;
  const hasSeller = category === 'K' || category === 'G' ? seller.vatId !== undefined : hasTaxNumber;
  const hasBuyer = buyer.vatId !== undefined || (category === 'AE' && buyer.legalId !== undefined);
  const isSupply = category === 'K';
  return [
    ...demand(
      hasSeller,
      `${prefix}-02`,
      'BT-31',
      `is missing; the category ${category} needs the seller's VAT id`,
    ),
    ...demand(
      !needsBuyer.has(category) || hasBuyer,
      `${prefix}-02`,
      'BT-48',
      `is missing; the category ${category} needs the buyer's VAT id`,
    ),
    ...demand(
      !isSupply || delivery?.date !== undefined || delivery?.period !== undefined,
      'BR-IC-11',
      'BT-72',
      'is missing; an intra-community supply needs the day or the period of the delivery',
    ),
    ...demand(
      !isSupply || delivery?.address !== undefined,
      'BR-IC-12',
      'BT-80',
      'is missing; an intra-community supply needs the country of the delivery',
    ),
  ];
}
