import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';

/**
 * A name in quotes, or the beginning of one where the message was cut. graphql-js writes a space before each such quote
 * and none within, so that quotes in a client's own text cannot pair with those of a name.
 */
const QUOTED = /"[^"\s]*(?:"|$)/g;
const NAME = /[_A-Za-z]\w*/g;
const SUGGESTION = ' Did you mean ';
/** In place of what a caller may not learn. */
const HIDDEN = '"…"';
/** Names that every schema has (GraphQL specification, sections "Scalars" and "Root Operation Types"). */
const COMMON_NAMES = ['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID'];

/**
 * Hides from a message of graphql-js all names that the client did not write: types of fields, required arguments, and
 * suggestions come from the schema. A message is shortened first: a client's text may be as long as a request.
 *
 * @param texts what the client wrote.
 */
export function createNameHider(...texts: readonly string[]): (message: string) => string {
  const known = new Set([...COMMON_NAMES, ...texts.flatMap((text) => text.match(NAME) ?? [])]);
  return (message) =>
    withoutSuggestion(shortenMessage(message)).replaceAll(QUOTED, (quoted) =>
      (quoted.match(NAME) ?? []).every((name) => known.has(name)) ? quoted : HIDDEN,
    );
}

function withoutSuggestion(message: string): string {
  const start = message.endsWith('?') ? message.lastIndexOf(SUGGESTION) : -1;
  return start < 0 ? message : message.slice(0, start);
}
