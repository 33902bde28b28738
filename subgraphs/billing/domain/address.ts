import type { Address } from '#kernel/address-input.ts';

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
