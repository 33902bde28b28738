import type { BuyerParty, PostalAddress, SellerParty } from '../model/party.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { ciiGroup, ciiText } from './elements.ts';

/** The seller (BG-4). */
export function createSeller(seller: SellerParty): OptionalElement {
  const { identifiers = [], legalInformation, taxRegistrationId } = seller;
  return createParty('SellerTradeParty', { ...seller, identifiers, legalInformation, taxRegistrationId });
}

/** The buyer (BG-7). */
export function createBuyer({ identifier, ...buyer }: BuyerParty): OptionalElement {
  const identifiers = identifier === undefined ? [] : [identifier];
  return createParty('BuyerTradeParty', { ...buyer, identifiers });
}

type PartyParts = Omit<SellerParty, 'identifiers' | 'legalInformation' | 'taxRegistrationId'> & {
  readonly identifiers: NonNullable<SellerParty['identifiers']>;
  readonly legalInformation?: string | undefined;
  readonly taxRegistrationId?: string | undefined;
};

function createParty(name: string, party: PartyParts): OptionalElement {
  const { identifiers, legalId, contact, electronicAddress } = party;
  return ciiGroup(name, [
    ...identifiers.filter(({ scheme }) => scheme === undefined).map(({ id }) => ciiText('ID', id)),
    ...identifiers
      .filter(({ scheme }) => scheme !== undefined)
      .map(({ id, scheme }) => ciiText('GlobalID', id, { schemeID: scheme })),
    ciiText('Name', party.name),
    ciiText('Description', party.legalInformation),
    ciiGroup('SpecifiedLegalOrganization', [
      ciiText('ID', legalId?.id, { schemeID: legalId?.scheme }),
      ciiText('TradingBusinessName', party.tradingName),
    ]),
    ciiGroup('DefinedTradeContact', [
      ciiText('PersonName', contact?.name),
      ciiGroup('TelephoneUniversalCommunication', [ciiText('CompleteNumber', contact?.phone)]),
      ciiGroup('EmailURIUniversalCommunication', [ciiText('URIID', contact?.email)]),
    ]),
    createAddress(party.address),
    ciiGroup('URIUniversalCommunication', [
      ciiText('URIID', electronicAddress?.id, { schemeID: electronicAddress?.scheme }),
    ]),
    ciiGroup('SpecifiedTaxRegistration', [ciiText('ID', party.vatId, { schemeID: 'VA' })]),
    ciiGroup('SpecifiedTaxRegistration', [ciiText('ID', party.taxRegistrationId, { schemeID: 'FC' })]),
  ]);
}

/** BG-5, BG-8 and BG-15. */
export function createAddress(address: PostalAddress | undefined): OptionalElement {
  return ciiGroup('PostalTradeAddress', [
    ciiText('PostcodeCode', address?.postCode),
    ciiText('LineOne', address?.line1),
    ciiText('LineTwo', address?.line2),
    ciiText('LineThree', address?.line3),
    ciiText('CityName', address?.city),
    ciiText('CountryID', address?.countryCode),
    ciiText('CountrySubDivisionName', address?.subdivision),
  ]);
}
