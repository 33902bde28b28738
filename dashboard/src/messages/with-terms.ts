import type { TranslatedSentence } from './translate-sentences.ts';

/**
 * Adds sentences that begin with a business term, such as `BT-9`, as those about a row do; a problem of an invoice has the term in the sentence
 * around it. Those without a term stay, as they stand within others.
 */
export function withTerms(sentences: readonly TranslatedSentence[]): TranslatedSentence[] {
  return [
    ...sentences,
    ...sentences.map(([english, translated]) => [`{number} ${english}`, `{number} ${translated}`] as const),
  ];
}
