import type { BuyerParty, PostalAddress, SchemeIdentifier, SellerParty } from '../../model/party.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { requireElement, requireText, type Term } from '../values.ts';
import { readUblIdentifier } from './read-ubl-parts.ts';

/** The scheme of the identifier of a creditor of direct debits (BT-90), which is not one of the seller. */
const creditorScheme = 'SEPA';

/** Reads the seller (BG-4). */
export function readUblSeller(party: ElementCursor): SellerParty {
  const { sellerName, sellerAddress, sellerCountry } = terms;
  return omitUndefined({
    ...readParty(party, sellerName, sellerAddress, sellerCountry),
    identifiers: unlessNone(readIdentifiers(party)),
    taxRegistrationId: findTaxNumber(party, (scheme) => scheme !== 'VAT'),
    legalInformation: party.find('cac:PartyLegalEntity/cbc:CompanyLegalForm')?.text,
  });
}

/** Reads the buyer (BG-7), of which the model has one identifier. */
export function readUblBuyer(party: ElementCursor): BuyerParty {
  const { buyerName, buyerAddress, buyerCountry } = terms;
  const [identifier, ...others] = readIdentifiers(party);
  for (const { id } of others) party.loosen(`another identifier of the buyer, ${id}`);
  return omitUndefined({ ...readParty(party, buyerName, buyerAddress, buyerCountry), identifier });
}

/** Reads a postal address (BG-5, BG-8, BG-15); its country is asked for. */
export function readUblAddress(address: ElementCursor, country: Term): PostalAddress {
  return omitUndefined({
    line1: address.find('cbc:StreetName')?.text,
    line2: address.find('cbc:AdditionalStreetName')?.text,
    line3: address.find('cac:AddressLine/cbc:Line')?.text,
    city: address.find('cbc:CityName')?.text,
    postCode: address.find('cbc:PostalZone')?.text,
    subdivision: address.find('cbc:CountrySubentity')?.text,
    countryCode: requireText(address, 'cac:Country/cbc:IdentificationCode', country),
  });
}

function readParty(party: ElementCursor, nameTerm: Term, addressTerm: Term, country: Term) {
  const address = requireElement(party, 'cac:PostalAddress', addressTerm);
  const contact = party.find('cac:Contact');
  return omitUndefined({
    name: requireText(party, 'cac:PartyLegalEntity/cbc:RegistrationName', nameTerm),
    tradingName: party.find('cac:PartyName/cbc:Name')?.text,
    legalId: readUblIdentifier(party.find('cac:PartyLegalEntity/cbc:CompanyID')),
    vatId: findTaxNumber(party, (scheme) => scheme === 'VAT'),
    electronicAddress: readUblIdentifier(party.find('cbc:EndpointID')),
    address: address === undefined ? { countryCode: '' } : readUblAddress(address, country),
    contact: omitIfEmpty({
      name: contact?.find('cbc:Name')?.text,
      phone: contact?.find('cbc:Telephone')?.text,
      email: contact?.find('cbc:ElectronicMail')?.text,
    }),
  });
}

function readIdentifiers(party: ElementCursor): SchemeIdentifier[] {
  return party.all('cac:PartyIdentification').flatMap((one) => {
    const id = one.find('cbc:ID');
    return id?.attribute('schemeID') === creditorScheme ? [] : (readUblIdentifier(id) ?? []);
  });
}

/** The number of a party for a tax: VAT, or another name of the tax office's own. */
function findTaxNumber(party: ElementCursor, isWanted: (scheme: string | undefined) => boolean) {
  return party
    .all('cac:PartyTaxScheme')
    .find((one) => isWanted(one.find('cac:TaxScheme/cbc:ID')?.text))
    ?.find('cbc:CompanyID')?.text;
}
