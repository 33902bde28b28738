import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import { isCountryCode } from '#schema/country-codes.ts';
import type { Address, AddressInput } from '../generated/types.ts';
import { customerBounds } from './bounds.ts';

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
export function parseAddress(
  given: AddressInput | null | undefined,
  problems: InputProblems,
): AddressColumns | undefined {
  if (given === null || given === undefined) return none;
  const line1 = parseRequiredText(
    given.line1,
    { maxLength: customerBounds['address.line1'] },
    problems.at('line1'),
  );
  const line2 = parseOptionalText(
    given.line2,
    { maxLength: customerBounds['address.line2'] },
    problems.at('line2'),
  );
  const postalCode = parseOptionalText(
    given.postalCode,
    { maxLength: customerBounds['address.postalCode'] },
    problems.at('postalCode'),
  );
  const city = parseRequiredText(
    given.city,
    { maxLength: customerBounds['address.city'] },
    problems.at('city'),
  );
  const countryCode = parseCountryCode(given.countryCode, problems.at('countryCode'));
  if (
    line1 === undefined ||
    line2 === undefined ||
    postalCode === undefined ||
    city === undefined ||
    countryCode === undefined
  ) {
    return undefined;
  }
  return {
    addressLine1: line1,
    addressLine2: line2,
    addressPostalCode: postalCode,
    addressCity: city,
    addressCountryCode: countryCode,
  };
}

function parseCountryCode(given: string, problems: InputProblems): string | undefined {
  const text = parseRequiredText(given, { maxLength: customerBounds['address.countryCode'] }, problems);
  if (text === undefined || isCountryCode(text)) return text;
  problems.add('INVALID', 'Must be an ISO 3166-1 alpha-2 code in capital letters, for example FR.');
  return undefined;
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
