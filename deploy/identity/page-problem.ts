import type { IdentityTexts } from './texts/english.ts';

/** A problem with a form, which each language says in its own words. */
export type PageProblem = (texts: IdentityTexts) => string;

/** Says problems in one language. */
export function sayAll(texts: IdentityTexts, problems: readonly PageProblem[]): string[] {
  return problems.map((problem) => problem(texts));
}
