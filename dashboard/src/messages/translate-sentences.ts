import { getDateTimeFormat, getNumberFormat } from './intl-formats.ts';

/**
 * A sentence of the API with `{name}` where a value stands, or `{"name"}` for a text in quotes, and the same sentence in another
 * language, in which each value is `{name}`. Values that are called `sku`, `number`, `ref` or `cell` stay as they are, as people wrote
 * them: an SKU may look like an amount, and the number of an invoice like a day.
 */
export type TranslatedSentence = readonly [english: string, translated: string];

export interface SentenceTexts {
  /** For Intl. */
  readonly locale: string;
  readonly sentences: readonly TranslatedSentence[];
  /** Values of sentences that are words of the API, such as `DRAFT`. */
  readonly words: Readonly<Record<string, string>>;
  /** Translates values of another form. */
  readonly translateOther?: (value: string) => string | undefined;
}

/** The names of values that stay as they are. */
const keptNames = new Set(['sku', 'number', 'ref', 'cell']);

/** Translates a sentence of the API; undefined if it is not one that is known. */
export type SentenceTranslator = (sentence: string) => string | undefined;

/** Creates a translator of sentences. Values that are sentences themselves, or lists of them, are translated, too. */
export function createSentenceTranslator({
  locale,
  sentences,
  words,
  translateOther,
}: SentenceTexts): SentenceTranslator {
  const patterns = sentences.map(([english, translated]) => ({ pattern: toPattern(english), translated }));

  const translate: SentenceTranslator = (sentence) => {
    for (const { pattern, translated } of patterns) {
      const match = pattern.exec(sentence);
      if (match === null) continue;
      return translated.replace(/\{(\w+)\}/g, (_whole, name: string) => {
        const value = match.groups?.[name] ?? '';
        return keptNames.has(name) ? value : toText(value);
      });
    }
    return undefined;
  };
  const translateList = (list: string): string | undefined => {
    const parts = list.split('; ').map(translate);
    return parts.every((part) => part !== undefined) ? parts.join(' ; ') : undefined;
  };
  const toText = (value: string): string => {
    const word = Object.hasOwn(words, value) ? words[value] : undefined;
    return (
      word ??
      translateOther?.(value) ??
      translateList(value) ??
      translate(value) ??
      formatValue(value, locale)
    );
  };
  return translate;
}

function toPattern(sentence: string): RegExp {
  const parts = sentence.split(/\{("?\w+"?)\}/);
  const source = parts.map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const name = part.replaceAll('"', '');
    return name === part ? `(?<${name}>.+?)` : `(?<${name}>"(?:[^"\\\\]|\\\\.)*")`;
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

/** Writes an amount, a number or a day in the way of the language; any other text stays. */
function formatValue(value: string, locale: string): string {
  const [, amount, currency] = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? [];
  if (amount !== undefined && currency !== undefined) {
    const format = getNumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
    // A decimal string is formatted exactly; the types know numbers alone.
    return format.format(amount as unknown as number);
  }
  const isGrouped = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(value);
  const number = isGrouped ? value.replaceAll(',', '') : value;
  const [, decimals = ''] = /^-?\d+\.(\d+)$/.exec(number) ?? [];
  if (isGrouped || decimals !== '') {
    const format = getNumberFormat(locale, { minimumFractionDigits: Math.min(decimals.length, 20) });
    return format.format(number as unknown as number);
  }
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(day) ? value : getDateTimeFormat(locale, { timeZone: 'UTC' }).format(day);
}
