import type { BuyerParty, DocumentDelivery, PostalAddress, SellerParty } from '../model/party.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { aggregate, basic, createTaxScheme, identify } from './elements.ts';

/** The seller (BG-4). */
export function createSupplier({ identifiers = [], ...seller }: SellerParty): OptionalElement {
  return aggregate('AccountingSupplierParty', [createParty({ ...seller, identifiers })]);
}

/** The buyer (BG-7). */
export function createCustomer({ identifier, ...buyer }: BuyerParty): OptionalElement {
  const identifiers = identifier === undefined ? [] : [identifier];
  return aggregate('AccountingCustomerParty', [createParty({ ...buyer, identifiers })]);
}

function createParty(party: SellerParty): OptionalElement {
  const { identifiers = [], contact } = party;
  return aggregate('Party', [
    identify('EndpointID', party.electronicAddress),
    ...identifiers.map((identifier) => aggregate('PartyIdentification', [identify('ID', identifier)])),
    aggregate('PartyName', [basic('Name', party.tradingName)]),
    createAddress('PostalAddress', party.address),
    createTaxNumber(party.vatId, 'VAT'),
    createTaxNumber(party.taxRegistrationId, 'TAX'),
    aggregate('PartyLegalEntity', [
      basic('RegistrationName', party.name),
      identify('CompanyID', party.legalId),
      basic('CompanyLegalForm', party.legalInformation),
    ]),
    aggregate('Contact', [
      basic('Name', contact?.name),
      basic('Telephone', contact?.phone),
      basic('ElectronicMail', contact?.email),
    ]),
  ]);
}

function createTaxNumber(number: string | undefined, scheme: string): OptionalElement {
  if (number === undefined) return undefined;
  return aggregate('PartyTaxScheme', [basic('CompanyID', number), createTaxScheme(scheme)]);
}

function createAddress(name: string, address: PostalAddress | undefined): OptionalElement {
  return aggregate(name, [
    basic('StreetName', address?.line1),
    basic('AdditionalStreetName', address?.line2),
    basic('CityName', address?.city),
    basic('PostalZone', address?.postCode),
    basic('CountrySubentity', address?.subdivision),
    aggregate('AddressLine', [basic('Line', address?.line3)]),
    aggregate('Country', [basic('IdentificationCode', address?.countryCode)]),
  ]);
}

/** The delivery (BG-13); its period stands on the document. */
export function createDelivery(delivery: DocumentDelivery | undefined): OptionalElement {
  return aggregate('Delivery', [
    basic('ActualDeliveryDate', delivery?.date),
    aggregate('DeliveryLocation', [
      identify('ID', delivery?.locationId),
      createAddress('Address', delivery?.address),
    ]),
    aggregate('DeliveryParty', [aggregate('PartyName', [basic('Name', delivery?.recipientName)])]),
  ]);
}
