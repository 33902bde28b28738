/** ISO 11649: RF, two check digits, up to 21 letters and digits, which may be printed in groups of four. */
const form = /^RF(\d\d)([0-9A-Z]{1,21})$/;

/**
 * Returns the reference within a creditor reference of ISO 11649 (`RF18 5390 0754 7034` has `539007547034`); undefined if
 * the text is not one, or if its check digits are wrong.
 */
export function parseCreditorReference(text: string): string | undefined {
  const compact = text.replace(/\s/g, '').toUpperCase();
  const [, checkDigits, reference] = form.exec(compact) ?? [];
  if (checkDigits === undefined || reference === undefined) return undefined;
  return toRemainder(`${reference}RF${checkDigits}`) === 1 ? reference : undefined;
}

/** The remainder by 97 of the number in which letters count from 10 on (ISO/IEC 7064, MOD 97-10). */
function toRemainder(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}
