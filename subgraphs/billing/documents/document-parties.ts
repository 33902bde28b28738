import type { BuyerParty, PostalAddress, SellerParty } from '#documents/model/party.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import type { Address } from '#kernel/address-input.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { isVatId } from '#schema/seller/vat-id.ts';
import type { CustomerIdentity } from '../domain/reference.ts';

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
    address: toPostalAddress({
      ...address,
      line2: address.line2 ?? null,
      postalCode: address.postalCode ?? null,
    }),
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
  /** Null on invoices from before it was kept. */
  readonly customerIdentity: CustomerIdentity | null;
}

/**
 * Converts the customer. The end of a French VAT id is a SIREN; without an electronic address, invoices are addressed to the
 * SIREN in the French directory.
 */
export function toBuyerParty(customer: FrozenCustomer): BuyerParty {
  const { customerName: name, customerTaxNumber: taxNumber, customerIdentity: identity } = customer;
  const number = taxNumber?.replace(/[\s.-]/g, '').toUpperCase();
  const hasVatId = number !== undefined && isVatId(number);
  const sirenOfVatId = hasVatId && number.startsWith('FR') ? number.slice(-9) : undefined;
  const siren = identity?.siren ?? sirenOfVatId;
  const siret = identity?.siret ?? undefined;
  const ofDirectory = siren === undefined ? undefined : { id: siren, scheme: frenchAddressScheme };
  const electronicAddress = identity?.electronicAddress ?? ofDirectory;
  // A number of no known form is that of some register.
  const otherId = hasVatId || taxNumber === null ? undefined : { id: taxNumber };
  const legalId = siren === undefined ? otherId : { id: siren, scheme: sirenScheme };
  return {
    name,
    ...(siret !== undefined && { identifier: { id: siret, scheme: siretScheme } }),
    ...(legalId !== undefined && { legalId }),
    ...(electronicAddress !== undefined && { electronicAddress }),
    ...(hasVatId && { vatId: number }),
    address: toBuyerAddress(customer),
  };
}

/** The parts of the address, or its lines on an invoice from before the parts were kept. */
function toBuyerAddress({
  customerIdentity: identity,
  customerAddressLines: lines,
  customerCountryCode: countryCode,
}: FrozenCustomer): PostalAddress {
  const address = identity?.address ?? undefined;
  if (address !== undefined) return toPostalAddress(address);
  // The country has a member of its own.
  const [line1, line2, ...others] = (lines ?? []).slice(0, -1);
  return {
    ...(line1 !== undefined && { line1 }),
    ...(line2 !== undefined && { line2 }),
    ...(others.length > 0 && { line3: others.join(', ') }),
    countryCode,
  };
}

/** Converts an address in its parts. */
export function toPostalAddress({ line1, line2, postalCode, city, countryCode }: Address): PostalAddress {
  return {
    line1,
    ...(line2 !== null && { line2 }),
    city,
    ...(postalCode !== null && { postCode: postalCode }),
    countryCode,
  };
}
