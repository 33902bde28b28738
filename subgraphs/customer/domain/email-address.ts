import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { customerBounds } from './bounds.ts';

const rule = { maxLength: customerBounds.email };
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Reads an e-mail address: null if it is absent, undefined for a problem, which is noted. */
export function parseEmailAddress(
  given: string | null | undefined,
  problems: InputProblems,
): string | null | undefined {
  const text = parseOptionalText(given, rule, problems);
  if (typeof text !== 'string' || isEmailAddress(text)) return text;
  problems.add('INVALID', 'Must be an e-mail address, for example accounts@example.com.');
  return undefined;
}

/** Tests if a text is a plain address of RFC 5322 section 3.4.1: a dot-atom at a domain of two labels or more. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  return (
    at >= 1 &&
    local.length <= 64 &&
    localPart.test(local) &&
    labels.length >= 2 &&
    labels.every((part) => label.test(part))
  );
}
