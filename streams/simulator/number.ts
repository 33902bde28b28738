/** The number of a simulated invoice, for example `SIM-000001`; billing's own begin with a year. */
export function formatNumber(prefix: string, place: number): string {
  return `${prefix}-${String(place).padStart(6, '0')}`;
}

/** The place of a number in the sequence with this prefix; undefined for a number of another one. */
export function parsePlace(prefix: string, number: string): number | undefined {
  if (!number.startsWith(`${prefix}-`)) return undefined;
  const digits = number.slice(prefix.length + 1);
  return /^\d{6,15}$/.test(digits) ? Number(digits) : undefined;
}
