import type { BuyerParty, SellerParty } from '#documents/model/party.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { isVatId } from '#schema/seller/vat-id.ts';

/** ISO 6523: the register of French companies, and that of their establishments. */
const sirenScheme = '0002';
const siretScheme = '0009';
/** EAS: addresses of the French directory, which are SIRENs. */
const frenchAddressScheme = '0225';

/** Converts the seller as it was frozen, its capital in the words of a language. */
export function toSellerParty(seller: SellerDetails, language: DocumentLanguage): SellerParty {
  const { name, address, siren, siret, vatId, email, phone } = seller;
  const legal = toLegalInformation(seller, language);
  return {
    name,
    ...(siret !== undefined && { identifiers: [{ id: siret, scheme: siretScheme }] }),
    ...(siren !== undefined && {
      legalId: { id: siren, scheme: sirenScheme },
      electronicAddress: { id: siren, scheme: frenchAddressScheme },
    }),
    ...(vatId !== undefined && { vatId }),
    ...(legal !== '' && { legalInformation: legal }),
    address: {
      line1: address.line1,
      ...(address.line2 !== undefined && { line2: address.line2 }),
      city: address.city,
      ...(address.postalCode !== undefined && { postCode: address.postalCode }),
      countryCode: address.countryCode,
    },
    ...((email !== undefined || phone !== undefined) && {
      contact: { ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) },
    }),
  };
}

/** For example `SAS au capital de 10 000 €, RCS Lyon` (BT-33). */
function toLegalInformation(
  { legalForm, shareCapital, register }: SellerDetails,
  language: DocumentLanguage,
): string {
  const capital =
    shareCapital &&
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency: shareCapital.currency,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(shareCapital.amount as Intl.StringNumericLiteral);
  const words = { en: `share capital ${capital}`, fr: `au capital de ${capital}` }[language];
  const separator = language === 'fr' && legalForm !== undefined ? ' ' : ', ';
  const form = [legalForm, capital && words].filter((part) => part !== undefined).join(separator);
  return [form, register].filter((part) => part !== undefined && part !== '').join(', ');
}

/** The customer as an invoice froze it. */
export interface FrozenCustomer {
  readonly customerName: string;
  /** The last is the English name of the country. */
  readonly customerAddressLines: readonly string[] | null;
  readonly customerCountryCode: string;
  readonly customerTaxNumber: string | null;
}

/** Converts the customer. The end of a French VAT id is a SIREN, to which invoices are addressed. */
export function toBuyerParty(customer: FrozenCustomer): BuyerParty {
  const { customerName, customerAddressLines, customerCountryCode, customerTaxNumber } = customer;
  const number = customerTaxNumber?.replace(/[\s.-]/g, '').toUpperCase();
  const hasVatId = number !== undefined && isVatId(number);
  const siren = hasVatId && number.startsWith('FR') ? number.slice(-9) : undefined;
  // The country has a member of its own.
  const [line1, line2, ...others] = (customerAddressLines ?? []).slice(0, -1);
  return {
    name: customerName,
    ...(siren !== undefined && {
      legalId: { id: siren, scheme: sirenScheme },
      electronicAddress: { id: siren, scheme: frenchAddressScheme },
    }),
    ...(hasVatId && { vatId: number }),
    ...(!hasVatId && customerTaxNumber !== null && { legalId: { id: customerTaxNumber } }),
    address: {
      ...(line1 !== undefined && { line1 }),
      ...(line2 !== undefined && { line2 }),
      ...(others.length > 0 && { line3: others.join(', ') }),
      countryCode: customerCountryCode,
    },
  };
}
