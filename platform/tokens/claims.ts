/**
 * The way to a claim inside a token's payload: names of members, joined by dots. A dot that belongs to a name is written
 * `\.`, as in `https://shop\.example/roles`.
 *
 * @returns the names, or `undefined` if one of them is empty or the text ends in a lone backslash.
 */
export function parseClaimPath(text: string): readonly string[] | undefined {
  if (!PATH.test(text)) return undefined;
  return Array.from(text.matchAll(NAME), ([name]) => name.replaceAll(/\\(.)/gsu, '$1'));
}

/** Escaped characters, and others than a dot and a backslash. */
const NAME = /(?:\\.|[^.\\])+/gsu;
const PATH = /^(?:\\.|[^.\\])+(?:\.(?:\\.|[^.\\])+)*$/su;

/** The claim at a path, `undefined` if it is absent. Only own members of objects count. */
export function findClaim(payload: object, path: readonly string[]): unknown {
  let value: unknown = payload;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/**
 * The names that a claim lists, none if it is absent. One text is one name: a provider may write a list of one so
 * (RFC 7643 section 4.1.2, to which RFC 9068 section 2.2.3.1 refers, leaves the form of `roles` open).
 *
 * @returns `undefined` if the claim is neither a text that is not empty nor a list of texts.
 */
export function toNames(claim: unknown): readonly string[] | undefined {
  if (claim === undefined || claim === null) return [];
  if (typeof claim === 'string') return claim === '' ? undefined : [claim];
  if (!Array.isArray(claim)) return undefined;
  return claim.every((name): name is string => typeof name === 'string') ? claim : undefined;
}

/** The same of a claim of scopes, where one text holds names with spaces between them (RFC 8693 section 4.2). */
export function toScopes(claim: unknown): readonly string[] | undefined {
  return typeof claim === 'string' ? claim.split(' ').filter((name) => name !== '') : toNames(claim);
}
