import {
  countCodePoints,
  findForbidden,
  isBlank,
  normaliseText,
  type PlainTextForm,
} from '#platform/text/plain-text.ts';
import type { InputProblems } from './input-problems.ts';

/** The bounds and the form of a text in an input. */
export interface TextRule extends PlainTextForm {
  /** In Unicode code points. */
  readonly maxLength: number;
}

/** Reads and normalises a text that must be given; undefined for a problem, which is noted. */
export function parseRequiredText(
  given: string | null | undefined,
  rule: TextRule,
  problems: InputProblems,
): string | undefined {
  const text = parseOptionalText(given, rule, problems);
  if (text === null) problems.add('REQUIRED', 'Must not be empty.');
  return text ?? undefined;
}

/**
 * Reads and normalises a text that may be left out: null if it is absent or blank, undefined for a problem, which is
 * noted.
 */
export function parseOptionalText(
  given: string | null | undefined,
  rule: TextRule,
  problems: InputProblems,
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
