/** A postal address in the form of the customer service. */
export interface Address {
  readonly line1: string;
  readonly line2: string | null;
  readonly postalCode: string | null;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
}

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Writes an address as lines of text; the last line is the English name of the country. No address gives no lines. */
export function toAddressLines(address: Address | null): string[] {
  if (address === null) return [];
  const { line1, line2, postalCode, city, countryCode } = address;
  const town = postalCode === null ? city : `${postalCode} ${city}`;
  return [line1, line2, town, countryNames.of(countryCode) ?? countryCode].filter(
    (line): line is string => line !== null && line !== '',
  );
}
