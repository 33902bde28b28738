/** Names of units in English and French, without an s at their end, and their codes (UN/ECE recommendation 20). */
const codes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    one: 'C62',
    unit: 'C62',
    unité: 'C62',
    piece: 'H87',
    pièce: 'H87',
    pc: 'H87',
    pce: 'H87',
    h: 'HUR',
    hour: 'HUR',
    heure: 'HUR',
    min: 'MIN',
    minute: 'MIN',
    day: 'DAY',
    jour: 'DAY',
    week: 'WEE',
    semaine: 'WEE',
    month: 'MON',
    moi: 'MON',
    year: 'ANN',
    an: 'ANN',
    année: 'ANN',
    g: 'GRM',
    gram: 'GRM',
    gramme: 'GRM',
    kg: 'KGM',
    kilogram: 'KGM',
    kilogramme: 'KGM',
    t: 'TNE',
    tonne: 'TNE',
    l: 'LTR',
    litre: 'LTR',
    liter: 'LTR',
    mm: 'MMT',
    cm: 'CMT',
    m: 'MTR',
    metre: 'MTR',
    meter: 'MTR',
    mètre: 'MTR',
    km: 'KMT',
    'm²': 'MTK',
    m2: 'MTK',
    'm³': 'MTQ',
    m3: 'MTQ',
    kwh: 'KWH',
    mwh: 'MWH',
    set: 'SET',
    pair: 'PR',
    paire: 'PR',
    forfait: 'LS',
    'lump sum': 'LS',
  }),
);

/** The property of an item (BT-160) that names its unit where no code means it. */
export const unitAttributeName = 'Unit';

/** The code of one, for what people count in a unit that has no code. */
export const unitOne = 'C62';

/** Finds the code of a unit (BT-130) by its name; undefined if it is not known. */
export function findUnitCode(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  return codes.get(plain) ?? codes.get(plain.replace(/s$/, ''));
}
