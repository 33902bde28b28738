/** True if a text is a SIREN: nine digits, the last of which makes the sum by Luhn a multiple of ten. */
export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && sumByLuhn(text) % 10 === 0;
}

/** The post office, whose establishments have numbers by a rule of their own. */
const laPoste = '356000000';

/** True if a text is a SIRET: a SIREN and five digits of the establishment, together right by Luhn. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  if (sumByLuhn(text) % 10 === 0) return true;
  return text.startsWith(laPoste) && [...text].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
}

/** Every second digit from the right counts twice, and its own digits are added. */
function sumByLuhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
