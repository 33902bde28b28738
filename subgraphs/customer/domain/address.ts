import { type AddressInput, parseAddress } from '#kernel/address-input.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import type { Address } from '../generated/types.ts';

/** The columns of an address, one for each part; all are null without an address. */
export interface AddressColumns {
  readonly addressLine1: string | null;
  readonly addressLine2: string | null;
  readonly addressPostalCode: string | null;
  readonly addressCity: string | null;
  readonly addressCountryCode: string | null;
}

const none: AddressColumns = {
  addressLine1: null,
  addressLine2: null,
  addressPostalCode: null,
  addressCity: null,
  addressCountryCode: null,
};

/** Reads a whole address; undefined for problems, which are noted for each part. */
export function parseAddressColumns(
  given: AddressInput | null,
  problems: InputProblems,
): AddressColumns | undefined {
  if (given === null) return none;
  const address = parseAddress(given, problems);
  if (address === undefined) return undefined;
  return {
    addressLine1: address.line1,
    addressLine2: address.line2,
    addressPostalCode: address.postalCode,
    addressCity: address.city,
    addressCountryCode: address.countryCode,
  };
}

/** The address in the shape of the API; null if there is none. */
export function toAddress(columns: AddressColumns): Address | null {
  const { addressLine1, addressCity, addressCountryCode } = columns;
  if (addressLine1 === null || addressCity === null || addressCountryCode === null) return null;
  return {
    line1: addressLine1,
    line2: columns.addressLine2,
    postalCode: columns.addressPostalCode,
    city: addressCity,
    countryCode: addressCountryCode,
  };
}
