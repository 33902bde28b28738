import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { customerBounds } from './bounds.ts';

const rule = { maxLength: customerBounds.phone };
/** ITU-T E.164: a country code, which does not begin with 0, and a number; at most 15 digits. */
const form = /^\+[1-9]\d{1,14}$/;
/** The separators that people write between digits (RFC 3966 section 5.1.1, and the space). */
const separators = /[ \u00a0().-]/g;

/**
 * Reads a telephone number and gives it in E.164 form, without separators between digits: null if it is absent,
 * undefined for a problem, which is noted.
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
