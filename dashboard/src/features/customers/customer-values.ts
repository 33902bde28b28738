import type {
  CreateCustomerInput,
  CustomerDetailsFragment,
  CustomerLanguage,
} from '../../generated/graphql.ts';

/** The fields of the form of a customer: texts, empty where there is nothing. Their paths are those of the API's input. */
export interface CustomerValues {
  readonly displayName: string;
  readonly contactName: string;
  readonly email: string;
  readonly phone: string;
  readonly taxNumber: string;
  readonly externalReference: string;
  readonly siren: string;
  readonly siret: string;
  readonly electronicAddress: {
    /** Empty for that of the SIREN. */
    readonly scheme: string;
    readonly id: string;
  };
  /** Empty for the seller's. */
  readonly language: CustomerLanguage | '';
  readonly courtesyMails: 'YES' | 'NO';
  readonly address: {
    readonly line1: string;
    readonly line2: string;
    readonly postalCode: string;
    readonly city: string;
    readonly countryCode: string;
  };
}

const noElectronicAddress = { scheme: '', id: '' };
const noAddress = { line1: '', line2: '', postalCode: '', city: '', countryCode: '' };

export const emptyCustomer: CustomerValues = {
  displayName: '',
  contactName: '',
  email: '',
  phone: '',
  taxNumber: '',
  externalReference: '',
  siren: '',
  siret: '',
  electronicAddress: noElectronicAddress,
  language: '',
  courtesyMails: 'YES',
  address: noAddress,
};

/** Fills the form with a customer. */
export function toCustomerValues(customer: CustomerDetailsFragment): CustomerValues {
  const { address, electronicAddress } = customer;
  return {
    displayName: customer.displayName,
    contactName: customer.contactName ?? '',
    email: customer.email ?? '',
    phone: customer.phone ?? '',
    taxNumber: customer.taxNumber ?? '',
    externalReference: customer.externalReference ?? '',
    siren: customer.siren ?? '',
    siret: customer.siret ?? '',
    electronicAddress: electronicAddress
      ? { scheme: electronicAddress.scheme, id: electronicAddress.id }
      : noElectronicAddress,
    language: customer.language ?? '',
    courtesyMails: customer.courtesyMails ? 'YES' : 'NO',
    address: address
      ? {
          line1: address.line1,
          line2: address.line2 ?? '',
          postalCode: address.postalCode ?? '',
          city: address.city,
          countryCode: address.countryCode,
        }
      : noAddress,
  };
}

/** Turns the form into the API's input; an empty field is null, and an address of empty fields is none. */
export function toCustomerInput(values: CustomerValues): CreateCustomerInput {
  const { address, electronicAddress } = values;
  const hasText = (fields: object) => Object.values(fields).some((text) => text.trim() !== '');
  return {
    displayName: values.displayName,
    contactName: toValue(values.contactName),
    email: toValue(values.email),
    phone: toValue(values.phone),
    taxNumber: toValue(values.taxNumber),
    externalReference: toValue(values.externalReference),
    siren: toValue(values.siren),
    siret: toValue(values.siret),
    electronicAddress: hasText(electronicAddress) ? electronicAddress : null,
    language: values.language === '' ? null : values.language,
    courtesyMails: values.courtesyMails === 'YES',
    address: hasText(address)
      ? {
          line1: address.line1,
          line2: toValue(address.line2),
          postalCode: toValue(address.postalCode),
          city: address.city,
          countryCode: address.countryCode,
        }
      : null,
  };
}

function toValue(text: string): string | null {
  return text.trim() === '' ? null : text;
}

/** The fields of the form by their paths, for a comparison. */
export function flattenCustomer({
  address,
  electronicAddress,
  ...rest
}: CustomerValues): Readonly<Record<string, string>> {
  const parts = Object.entries({ address, electronicAddress }).flatMap(([path, fields]) =>
    Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value]),
  );
  return { ...rest, ...Object.fromEntries(parts) };
}
