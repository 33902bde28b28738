import { isCurrency } from '#schema/money.ts';
import { otherWords, type Role, roleNames, wholeNamesOnly } from './role-names.ts';
import { findSignCode } from './sign-codes.ts';

/** The words of a column's name, and the unit and currency that it states. */
export interface ColumnName {
  /** Words in small letters without accents; unit and currency are left out. */
  readonly words: string;
  /** ISO 4217, from a code or a sign in the name. */
  readonly currency: string | undefined;
  /** The sign that states the currency, if it is a sign. */
  readonly sign: string | undefined;
  /** True if the name says that amounts are in cents or another minor unit. */
  readonly isMinor: boolean;
}

/** The scores of a name that fits a role: as a whole, without unit and currency, or in part. */
const fit = { whole: 3_000, bare: 2_000, words: 1_000 };

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};
/** Signs of letters alone that are not words of a language. */
const letterSigns = new Set(['zł', 'Kč']);
const minorWords = new Set([
  'cent',
  'cents',
  'ct',
  'cts',
  'eurocent',
  'eurocents',
  'centavos',
  'centesimi',
  'halere',
  'paise',
  'pence',
  'minor',
  'centimes',
  'rappen',
  'ore',
  'centimos',
  'grosze',
]);
/** Codes of currencies that are words of a language, so that small letters do not name the currency. */
const commonWords = new Set([
  'all',
  'try',
  'top',
  'cup',
  'pen',
  'mad',
  'gel',
  'sos',
  'ron',
  'bam',
  'lak',
  'mop',
  'nad',
]);
/** Words that say nothing about the content of a column. */
const fillers = /^(?:in|en|the|utc|gmt|units|iso)$/;

/** Reads a column's name. */
export function parseColumnName(name: string): ColumnName {
  const spaced = name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  const apart = spaced.replace(/(?<=\p{Ll}|\p{N})(?=\p{Sc})/gu, ' ');
  const original = apart.split(/[^\p{L}\p{N}\p{Sc}%]+/u).filter((word) => word !== '');
  const currencyAt = original.findIndex(
    (word, index) => findCurrency(word, index === original.length - 1) !== undefined,
  );
  const currencyWord = original[currencyAt];
  const kept = original.filter((_, index) => index !== currencyAt).map(simplify);
  const isMinor = kept.some((word) => minorWords.has(word));
  return {
    words: kept
      .filter((word) => !minorWords.has(word))
      .join(' ')
      .trim(),
    currency: currencyWord === undefined ? undefined : findCurrency(currencyWord, true),
    sign: currencyWord !== undefined && isSign(currencyWord) ? currencyWord : undefined,
    isMinor,
  };
}

/** Scores the fit of a column's name to a role: 0 if it does not fit, more for a better fit. */
export function fitName(name: string, role: Role): number {
  const whole = toCompact(simplify(name));
  const known = roleNames[role];
  const wholePlace = known.findIndex((one) => toCompact(one) === whole);
  if (wholePlace >= 0) return fit.whole - wholePlace;
  const { words } = parseColumnName(name);
  const bare = toCompact(
    words
      .split(' ')
      .filter((word) => !fillers.test(word))
      .join(' '),
  );
  const barePlace = known.findIndex((one) => toCompact(one) === bare);
  if (barePlace >= 0) return fit.bare - barePlace;
  return otherWords[role]?.test(words) ? 0 : fitPart(words, known);
}

/** True if a name says that a column is something other than the role, such as a due date. */
export function isOtherThan(name: string, role: Role): boolean {
  return otherWords[role]?.test(parseColumnName(name).words) === true;
}

/** Words that stand together count more than letters within a longer word, as German has them. */
function fitPart(words: string, known: readonly string[]): number {
  const partial = known.filter((one) => !wholeNamesOnly.has(one));
  const asWords = partial
    .filter((one) => ` ${words} `.includes(` ${one} `))
    .map((one) => fit.words + one.length);
  const compact = toCompact(words);
  const asLetters = partial
    .filter((one) => one.length > 4 && compact.includes(toCompact(one)))
    .map((one) => one.length);
  return Math.max(0, ...asWords, ...asLetters);
}

/** @param isLast true if the word is the last of the name, where small letters may be a code too: amount_eur */
function findCurrency(word: string, isLast: boolean): string | undefined {
  if (isSign(word)) return findSignCode(word);
  if (/^[A-Z]{3}$/.test(word)) return isCurrency(word) ? word : undefined;
  const code = word.toUpperCase();
  return isLast && /^[a-z]{3}$/.test(word) && !commonWords.has(word) && isCurrency(code) ? code : undefined;
}

function isSign(word: string): boolean {
  return letterSigns.has(word) || /\p{Sc}/u.test(word);
}

function simplify(word: string): string {
  const small = word.toLowerCase().replace(/[ßøæœłđı]/g, (letter) => letters[letter] ?? letter);
  return small
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('%', ' percent ')
    .replace(/ +/g, ' ')
    .trim();
}

function toCompact(words: string): string {
  return words.replace(/[^\p{L}\p{N}]/gu, '');
}
