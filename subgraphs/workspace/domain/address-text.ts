import type { InputProblems } from '#kernel/input-problems.ts';

/** Every character that may stand in a URL's path, query or fragment, percent-encoded ones by their code (RFC 3986). */
const urlCharacters = /^[!$&-;=?-Z_a-z~%[\]]*$/;

/**
 * Reads a part of the page's address, which may be empty; undefined for a problem, which is noted.
 *
 * @param maxLength in characters
 */
export function parseAddressText(
  text: string,
  maxLength: number,
  problems: InputProblems,
): string | undefined {
  if (!urlCharacters.test(text))
    problems.add('INVALID', 'Must be a part of an address, percent-encoded, for example `status=ISSUED`.');
  else if (text.length > maxLength)
    problems.add('TOO_LONG', `Must have at most ${maxLength} characters, not ${text.length}.`);
  else return text;
  return undefined;
}
