import {
  countCodePoints,
  findForbidden,
  isBlank,
  normaliseText,
  type PlainTextForm,
} from '#platform/text/plain-text.ts';

/** What a text in an input must be like. */
export interface TextRule extends PlainTextForm {
  /** In Unicode code points. */
  readonly maxLength: number;
}

/** Where problems with a text go; an InputProblems at the text's place, for example. */
export interface TextProblems {
  add(code: 'REQUIRED' | 'INVALID' | 'TOO_LONG', message: string): void;
}

/** Reads a text that must be there, normalised; undefined when something is wrong with it, which is noted. */
export function parseRequiredText(
  given: string | null | undefined,
  rule: TextRule,
  problems: TextProblems,
): string | undefined {
  const text = parseOptionalText(given, rule, problems);
  if (text === null) problems.add('REQUIRED', 'Must not be empty.');
  return text ?? undefined;
}

/**
 * Reads a text that may be left out, normalised; null when it is left out or blank, undefined when something is wrong
 * with it, which is noted.
 */
export function parseOptionalText(
  given: string | null | undefined,
  rule: TextRule,
  problems: TextProblems,
): string | null | undefined {
  if (given === null || given === undefined) return null;
  const text = normaliseText(given);
  const forbidden = findForbidden(text, rule);
  if (forbidden !== undefined) {
    const allowed = rule.isMultiline === true ? 'other than tabs and line ends' : 'or line ends';
    problems.add('INVALID', `Must have no control characters ${allowed}; it has ${forbidden}.`);
    return undefined;
  }
  if (isBlank(text)) return null;
  const length = countCodePoints(text);
  if (length <= rule.maxLength) return text;
  problems.add('TOO_LONG', `Must have at most ${rule.maxLength} characters, not ${length}.`);
  return undefined;
}
