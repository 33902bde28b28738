import { GraphQLError } from 'graphql';

/** The error for arguments of a query that no caller can have meant: a whole-request error, not a `userError`. */
export function createBadInputError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/**
 * Refuses a list argument that is too long to look up.
 *
 * @param name how a caller knows the list, for example `filter.ids`
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function assertAtMost(
  maxLength: number,
  list: readonly unknown[] | null | undefined,
  name: string,
): void {
  if (list === null || list === undefined || list.length <= maxLength) return;
  throw createBadInputError(`\`${name}\` must have at most ${maxLength} items, not ${list.length}.`);
}
