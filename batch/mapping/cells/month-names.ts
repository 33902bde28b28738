/** Returns the month, from 1 to 12, of a name; undefined if it is not the name of a month. */
export type MonthReader = (name: string) => number | undefined;

/** The names of months in a language, each with its month. */
interface MonthNames {
  readonly short: ReadonlyMap<string, number>;
  readonly long: ReadonlyMap<string, number>;
}

const months = Array.from({ length: 12 }, (_, index) => index + 1);
/** Short names that people and programs write, and that CLDR does not list. */
const otherShortNames: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  en: { sept: 9 },
  de: { mrz: 3 },
};

/** True if the names of months are known in a language, given as a BCP 47 tag such as `de`. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/**
 * Creates a reader of months' names as CLDR has them, in large and small letters, with or without accents and a dot at the end.
 *
 * @param width `long` for whole names (`December`), `short` for short ones (`Dec`), also the first three letters of the
 *   whole one, if no other month begins with them
 */
export function createMonthReader(language: string, width: 'short' | 'long'): MonthReader {
  const names = findNames(language)[width];
  return (name) => names.get(toKey(name));
}

const known = new Map<string, MonthNames>();

function findNames(language: string): MonthNames {
  const names = known.get(language) ?? createNames(language);
  known.set(language, names);
  return names;
}

function createNames(language: string): MonthNames {
  const long = collect(language, 'long');
  const short = new Map([...collect(language, 'short'), ...toBeginnings(long)]);
  const [primary = language] = language.split('-');
  for (const [name, month] of Object.entries(otherShortNames[primary] ?? {})) short.set(name, month);
  return { long, short };
}

/** Lists names in the forms for standing alone and within a date, which differ in some languages (Polish, Russian). */
function collect(language: string, width: 'short' | 'long'): Map<string, number> {
  const names = new Map<string, number>();
  const add = (name: string, month: number) => {
    const isName = /^\p{L}[\p{L}\p{M}]*$/u.test(name);
    if (isName && !names.has(name)) names.set(name, month);
  };
  const alone = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month: width, timeZone: 'UTC' });
  const inDate = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
    ...{ day: 'numeric', month: width, year: 'numeric', timeZone: 'UTC' },
  });
  for (const month of months) {
    const instant = Date.UTC(2026, month - 1, 15);
    const part = inDate.formatToParts(instant).find(({ type }) => type === 'month')?.value ?? '';
    for (const name of [alone.format(instant), part].map(toKey)) {
      add(name, month);
      add(withoutAccents(name), month);
    }
  }
  return names;
}

/** Lists the first three letters of whole names, if no other month begins with them. */
function toBeginnings(long: ReadonlyMap<string, number>): [string, number][] {
  const beginnings = [...long].map(([name, month]): [string, number] => [name.slice(0, 3), month]);
  return beginnings.filter(([one, month]) =>
    beginnings.every(([other, otherMonth]) => one !== other || month === otherMonth),
  );
}

function toKey(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '');
}

function withoutAccents(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '');
}
