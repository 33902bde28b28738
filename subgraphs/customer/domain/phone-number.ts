import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { customerBounds } from './bounds.ts';

const rule = { maxLength: customerBounds.phone };
/** ITU-T E.164: a country code, which does not begin with 0, and a number; 15 digits at the most. */
const form = /^\+[1-9]\d{1,14}$/;
/** What people write between digits (RFC 3966 section 5.1.1, and the space). */
const separators = /[ \u00a0().-]/g;

/**
 * Reads a telephone number and gives it in E.164 form, without what is written between digits; null when there is
 * none, undefined when something is wrong with it, which is noted.
 */
export function parsePhoneNumber(
  given: string | null | undefined,
  problems: InputProblems,
): string | null | undefined {
  const text = parseOptionalText(given, rule, problems);
  if (typeof text !== 'string') return text;
  const number = text.replace(separators, '');
  if (form.test(number)) return number;
  problems.add('INVALID', 'Must be a number with its country code in E.164 form, for example +33142685300.');
  return undefined;
}
