import { GraphQLError } from 'graphql';

/** The error for arguments of a query that no caller can have meant: a whole-request error, not a `userError`. */
export function createBadInputError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
