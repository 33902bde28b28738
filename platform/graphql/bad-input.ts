import { GraphQLError } from 'graphql';

/** The error for invalid arguments of a query: an error of the field, not a `userError`. */
export function createBadInputError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
