const QUOTED = /"[^"]*"/g;
const NAME = /[_A-Za-z]\w*/g;
const SUGGESTION = / Did you mean .*\?$/s;
/** In place of what a caller may not learn. */
const HIDDEN = '"…"';
/** Names that every schema has (GraphQL specification, sections "Scalars" and "Root Operation Types"). */
const COMMON_NAMES = ['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID'];

/**
 * Hides from a message of graphql-js all names that the client did not write: types of fields, required arguments, and
 * suggestions come from the schema.
 *
 * @param texts what the client wrote.
 */
export function createNameHider(...texts: readonly string[]): (message: string) => string {
  const known = new Set([...COMMON_NAMES, ...texts.flatMap((text) => text.match(NAME) ?? [])]);
  return (message) =>
    message
      .replace(SUGGESTION, '')
      .replaceAll(QUOTED, (quoted) =>
        (quoted.match(NAME) ?? []).every((name) => known.has(name)) ? quoted : HIDDEN,
      );
}
