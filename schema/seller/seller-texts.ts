import { z } from 'zod';
import { isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';

/** A text of one line in its normal form. */
export function line(maxLength: number) {
  const rule = `must be a text of 1 to ${maxLength} characters on one line`;
  return z
    .string(rule)
    .max(maxLength * 4, rule)
    .transform(normaliseText)
    .refine((text) => isPlainText(text) && !isBlank(text) && [...text].length <= maxLength, rule);
}

/** A text in the languages of documents; where one is missing, the other one stands. */
export function translated(maxLength: number) {
  return z
    .strictObject({ en: line(maxLength).optional(), fr: line(maxLength).optional() })
    .refine(({ en, fr }) => en !== undefined || fr !== undefined, 'must have a text in en, fr or both');
}

type Translated = z.output<ReturnType<typeof translated>>;

/** The text in a language. */
export function toText({ en, fr }: Translated, language: 'en' | 'fr'): string {
  return (language === 'fr' ? (fr ?? en) : (en ?? fr)) ?? '';
}

/**
 * Codes of UNTDID 4451 for what a mention is about: French law asks for `PMT` (40 € for recovery), `PMD` (penalties for late
 * payment) and `AAB` (discount for early payment, or that there is none); `REG` is a rule that applies, `TXD` one of taxes, `ABL` a register.
 */
const subjects = ['PMT', 'PMD', 'AAB', 'REG', 'TXD', 'ABL'] as const;

/** A sentence that the law asks for: a text, or one by language with the code of its subject. */
export const legalMention = z.union(
  [line(500), translated(500).safeExtend({ subject: z.enum(subjects).optional() })],
  `must be a text of 1 to 500 characters on one line, or an object with en, fr or both and perhaps subject, one of ${subjects.join(', ')}`,
);

export type LegalMention = z.output<typeof legalMention>;

/** The sentence in a language. */
export function toMentionText(mention: LegalMention, language: 'en' | 'fr'): string {
  return typeof mention === 'string' ? mention : toText(mention, language);
}
