/** The forms after the prefix of the country (VIES); Greece has EL, Northern Ireland XI. */
const forms: Readonly<Record<string, string>> = {
  AT: 'U\\d{8}',
  BE: '[01]\\d{9}',
  BG: '\\d{9,10}',
  CY: '\\d{8}[A-Z]',
  CZ: '\\d{8,10}',
  DE: '\\d{9}',
  DK: '\\d{8}',
  EE: '\\d{9}',
  EL: '\\d{9}',
  ES: '[A-Z0-9]\\d{7}[A-Z0-9]',
  FI: '\\d{8}',
  FR: '[A-HJ-NP-Z0-9]{2}\\d{9}',
  HR: '\\d{11}',
  HU: '\\d{8}',
  IE: '(?:\\d{7}[A-W][A-I]?|\\d[A-Z+*]\\d{5}[A-W])',
  IT: '\\d{11}',
  LT: '(?:\\d{9}|\\d{12})',
  LU: '\\d{8}',
  LV: '\\d{11}',
  MT: '\\d{8}',
  NL: '[A-Z0-9+*]{10}\\d{2}',
  PL: '\\d{10}',
  PT: '\\d{9}',
  RO: '\\d{2,10}',
  SE: '\\d{12}',
  SI: '\\d{8}',
  SK: '\\d{10}',
  XI: '(?:\\d{9}|\\d{12}|GD\\d{3}|HA\\d{3})',
};
const vatId = new RegExp(
  `^(?:${Object.entries(forms)
    .map(([country, form]) => country + form)
    .join('|')})$`,
);

/**
 * True if a text has the form of a VAT identifier of a member state of the EU or of Northern Ireland. A French one whose
 * key is a number is checked by it: 12 + 3 x SIREN, modulo 97.
 */
export function isVatId(text: string): boolean {
  if (!vatId.test(text)) return false;
  const [, key, siren] = /^FR(\d\d)(\d{9})$/.exec(text) ?? [];
  return key === undefined || Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
}
