import type { UserErrorCode } from '../generated/graphql.ts';

/** A sentence of the API with `{name}` where a value stands, and the same sentence in another language. */
export type TranslatedSentence = readonly [english: string, translated: string];

interface TranslatorTexts {
  /** For Intl. */
  readonly locale: string;
  readonly sentences: readonly TranslatedSentence[];
  /** Values of sentences that are words of the API, such as `DRAFT`. */
  readonly words: Readonly<Record<string, string>>;
  /** Said where no sentence matches. */
  readonly codes: Readonly<Record<UserErrorCode, string>>;
  /** Codes of GraphQL errors, which the schema does not list. */
  readonly failures: Readonly<Record<string, string>>;
}

/** Translates the API's English messages into the language of the page. */
export interface ProblemTranslator {
  /** A problem with the input of a mutation. */
  readonly explain: (code: UserErrorCode, message: string) => string;
  /** The reason why an action is not possible. */
  readonly explainReason: (message: string) => string;
  /** The failure of an operation. */
  readonly explainFailure: (code: string | undefined, message: string) => string;
}

/** The API's own words. */
export const untranslated: ProblemTranslator = {
  explain: (_code, message) => message,
  explainReason: (message) => message,
  explainFailure: (_code, message) => message,
};

/** Translates by sentence, since a sentence says more than its code; by code where no sentence matches. */
export function createProblemTranslator(texts: TranslatorTexts): ProblemTranslator {
  const patterns = texts.sentences.map(([english, translated]) => ({
    pattern: toPattern(english),
    translated,
  }));
  const translate = (message: string): string | undefined => {
    for (const { pattern, translated } of patterns) {
      const match = pattern.exec(message);
      if (match !== null) return fill(translated, match.groups ?? {}, texts);
    }
    return undefined;
  };
  return {
    explain: (code, message) => translate(message) ?? texts.codes[code] ?? message,
    explainReason: (message) => translate(message) ?? message,
    explainFailure: (code, message) => translate(message) ?? texts.failures[code ?? ''] ?? message,
  };
}

function toPattern(sentence: string): RegExp {
  const parts = sentence.split(/\{(\w+)\}/);
  const source = parts.map((part, index) =>
    index % 2 === 1 ? `(?<${part}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`);
}

function fill(translated: string, values: Readonly<Record<string, string>>, texts: TranslatorTexts): string {
  return translated.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name] ?? '';
    const word = Object.hasOwn(texts.words, value) ? texts.words[value] : undefined;
    return word ?? formatValue(value, texts.locale);
  });
}

/** Writes an amount, a number or a day in the way of the language; any other text stays. */
function formatValue(value: string, locale: string): string {
  const [, amount, currency] = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? [];
  if (amount !== undefined && currency !== undefined) {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
    // A decimal string is formatted exactly; the types know numbers alone.
    return format.format(amount as unknown as number);
  }
  const [, decimals] = /^-?\d+\.(\d+)$/.exec(value) ?? [];
  if (decimals !== undefined) {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: Math.min(decimals.length, 20) });
    return format.format(value as unknown as number);
  }
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(day) ? value : new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).format(day);
}
