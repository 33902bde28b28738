import { shortenMessage } from '#platform/operation-limits/shorten-message.ts';

/**
 * A name in quotes, or the beginning of one where the message was cut. graphql-js writes a space before each such quote
 * and none within, so that quotes in a client's own text cannot pair with those of a name.
 */
const quotedPattern = /"[^"\s]*(?:"|$)/g;
const namePattern = /[_A-Za-z]\w*/g;
const suggestionStart = ' Did you mean ';
/** In place of what a caller may not learn. */
const hiddenName = '"…"';
/** Names that every schema has (GraphQL specification, sections "Scalars" and "Root Operation Types"). */
const commonNames = ['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID'];

/**
 * Hides from a message of graphql-js all names that the client did not write: types of fields, required arguments, and
 * suggestions come from the schema. A message is shortened first: a client's text may be as long as a request.
 *
 * @param texts what the client wrote.
 */
export function createNameHider(...texts: readonly string[]): (message: string) => string {
  const known = new Set([...commonNames, ...texts.flatMap((text) => text.match(namePattern) ?? [])]);
  return (message) =>
    withoutSuggestion(shortenMessage(message)).replaceAll(quotedPattern, (quoted) =>
      (quoted.match(namePattern) ?? []).every((name) => known.has(name)) ? quoted : hiddenName,
    );
}

function withoutSuggestion(message: string): string {
  const start = message.endsWith('?') ? message.lastIndexOf(suggestionStart) : -1;
  return start < 0 ? message : message.slice(0, start);
}
