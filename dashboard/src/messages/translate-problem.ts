import type { UserErrorCode } from '../generated/graphql.ts';
import { createSentenceTranslator, type SentenceTexts } from './translate-sentences.ts';

interface TranslatorTexts extends SentenceTexts {
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
  const translate = createSentenceTranslator(texts);
  return {
    explain: (code, message) => translate(message) ?? texts.codes[code] ?? message,
    explainReason: (message) => translate(message) ?? message,
    explainFailure: (code, message) => translate(message) ?? texts.failures[code ?? ''] ?? message,
  };
}
