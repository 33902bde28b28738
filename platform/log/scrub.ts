const maxCharacters = 4_000;

const scrubbed: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  // JSON Web Tokens and what is left of one that was cut.
  { pattern: /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, replacement: '[token]' },
  { pattern: /\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, replacement: '$1 [token]' },
  // Query strings of addresses: they hold what people search for.
  { pattern: /(\/[\w./-]*)\?[\w%.~+-]+=[^\s"']*/g, replacement: '$1?[query]' },
  { pattern: /(:\/\/)[^\s/@:"']*:[^\s/@"']*@/g, replacement: '$1[credentials]@' },
  {
    pattern: /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,63}/gu,
    replacement: '[e-mail]',
  },
];

/** A text as a log may have it: at most 4,000 characters, without tokens, passwords of URLs and e-mail addresses. */
export function scrub(text: string): string {
  let clean = text.slice(0, 2 * maxCharacters);
  for (const { pattern, replacement } of scrubbed) clean = clean.replace(pattern, replacement);
  if (clean.length <= maxCharacters && text.length <= 2 * maxCharacters) return clean.toWellFormed();
  return `${clean.slice(0, maxCharacters).toWellFormed()}… (${text.length} characters)`;
}
