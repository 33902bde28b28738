import type { BuyerParty, PostalAddress, SchemeIdentifier, SellerParty } from '../../model/party.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { requireElement, requireText, type Term } from '../values.ts';
import { readCiiIdentifier } from './read-cii-parts.ts';

/** Reads the seller (BG-4). */
export function readCiiSeller(party: ElementCursor): SellerParty {
  const { sellerName, sellerAddress, sellerCountry } = terms;
  return omitUndefined({
    ...readParty(party, sellerName, sellerAddress, sellerCountry),
    identifiers: unlessNone(readIdentifiers(party)),
    taxRegistrationId: findRegistration(party, 'FC'),
    legalInformation: party.find('ram:Description')?.text,
  });
}

/** Reads the buyer (BG-7), of which the model has one identifier. */
export function readCiiBuyer(party: ElementCursor): BuyerParty {
  const { buyerName, buyerAddress, buyerCountry } = terms;
  const [identifier, ...others] = readIdentifiers(party);
  for (const { id } of others) party.loosen(`another identifier of the buyer, ${id}`);
  return omitUndefined({ ...readParty(party, buyerName, buyerAddress, buyerCountry), identifier });
}

/** Reads a postal address (BG-5, BG-8, BG-15); its country is asked for. */
export function readCiiAddress(address: ElementCursor, country: Term): PostalAddress {
  return omitUndefined({
    line1: address.find('ram:LineOne')?.text,
    line2: address.find('ram:LineTwo')?.text,
    line3: address.find('ram:LineThree')?.text,
    city: address.find('ram:CityName')?.text,
    postCode: address.find('ram:PostcodeCode')?.text,
    subdivision: address.find('ram:CountrySubDivisionName')?.text,
    countryCode: requireText(address, 'ram:CountryID', country),
  });
}

function readParty(party: ElementCursor, nameTerm: Term, addressTerm: Term, country: Term) {
  const address = requireElement(party, 'ram:PostalTradeAddress', addressTerm);
  const contact = party.find('ram:DefinedTradeContact');
  return omitUndefined({
    name: requireText(party, 'ram:Name', nameTerm),
    tradingName: party.find('ram:SpecifiedLegalOrganization/ram:TradingBusinessName')?.text,
    legalId: readCiiIdentifier(party.find('ram:SpecifiedLegalOrganization/ram:ID')),
    vatId: findRegistration(party, 'VA'),
    electronicAddress: readCiiIdentifier(party.find('ram:URIUniversalCommunication/ram:URIID')),
    address: address === undefined ? { countryCode: '' } : readCiiAddress(address, country),
    contact: omitIfEmpty({
      // A department stands for a person where none is named (BT-41).
      name: (contact?.find('ram:PersonName') ?? contact?.find('ram:DepartmentName'))?.text,
      phone: contact?.find('ram:TelephoneUniversalCommunication/ram:CompleteNumber')?.text,
      email: contact?.find('ram:EmailURIUniversalCommunication/ram:URIID')?.text,
    }),
  });
}

/** Those without a scheme stand in elements of their own, before the others. */
function readIdentifiers(party: ElementCursor): SchemeIdentifier[] {
  return [...party.all('ram:ID'), ...party.all('ram:GlobalID')].flatMap(
    (element) => readCiiIdentifier(element) ?? [],
  );
}

/** The number with which a party is registered for VAT (`VA`), or at its tax office (`FC`). */
function findRegistration(party: ElementCursor, scheme: string): string | undefined {
  return party
    .all('ram:SpecifiedTaxRegistration')
    .map((one) => one.find('ram:ID'))
    .find((id) => id?.attribute('schemeID') === scheme)?.text;
}
