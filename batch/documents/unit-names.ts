/** Names of units by their codes of UN/ECE recommendation 20 (BT-130); the code itself stands for others. */
const unitNames: ReadonlyMap<string, string> = new Map([
  ['C62', 'unit'],
  ['H87', 'piece'],
  ['HUR', 'hour'],
  ['MIN', 'minute'],
  ['DAY', 'day'],
  ['WEE', 'week'],
  ['MON', 'month'],
  ['ANN', 'year'],
  ['GRM', 'g'],
  ['KGM', 'kg'],
  ['TNE', 't'],
  ['LTR', 'l'],
  ['MMT', 'mm'],
  ['CMT', 'cm'],
  ['MTR', 'm'],
  ['KMT', 'km'],
  ['MTK', 'm²'],
  ['MTQ', 'm³'],
  ['KWH', 'kWh'],
  ['MWH', 'MWh'],
  ['SET', 'set'],
  ['PR', 'pair'],
  ['LS', 'lump sum'],
]);

/** Returns the name of a unit by its code. */
export function toUnitName(code: string): string {
  return unitNames.get(code) ?? code;
}

/** The units that have a name. */
export const namedUnits: readonly (readonly [code: string, name: string])[] = [...unitNames];
