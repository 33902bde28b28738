import { isCountryCode } from '#schema/country-codes.ts';
import type { InputProblems } from './input-problems.ts';
import { parseOptionalText, parseRequiredText } from './text-input.ts';

/** The maximum number of code points of each part of a postal address. */
export const addressBounds = {
  line1: 200,
  line2: 200,
  postalCode: 20,
  city: 100,
  countryCode: 20,
} as const;

/** A postal address in the form of the API's type `Address`. */
export interface Address {
  readonly line1: string;
  readonly line2: string | null;
  readonly postalCode: string | null;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
}

/** An address as given in the API's input `AddressInput`. */
export interface AddressInput {
  readonly line1: string;
  readonly line2?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  readonly city: string;
  readonly countryCode: string;
}

/** Reads a whole address; undefined for problems, which are noted for each part. */
export function parseAddress(given: AddressInput, problems: InputProblems): Address | undefined {
  const required = (name: 'line1' | 'city' | 'countryCode') =>
    parseRequiredText(given[name], { maxLength: addressBounds[name] }, problems.at(name));
  const optional = (name: 'line2' | 'postalCode') =>
    parseOptionalText(given[name], { maxLength: addressBounds[name] }, problems.at(name));
  const line1 = required('line1');
  const line2 = optional('line2');
  const postalCode = optional('postalCode');
  const city = required('city');
  const countryCode = checkCountryCode(required('countryCode'), problems.at('countryCode'));
  if (line1 === undefined || line2 === undefined || postalCode === undefined) return undefined;
  if (city === undefined || countryCode === undefined) return undefined;
  return { line1, line2, postalCode, city, countryCode };
}

function checkCountryCode(text: string | undefined, problems: InputProblems): string | undefined {
  if (text === undefined || isCountryCode(text)) return text;
  problems.add('INVALID', 'Must be an ISO 3166-1 alpha-2 code in capital letters, for example FR.');
  return undefined;
}
