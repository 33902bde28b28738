import { GraphQLError } from 'graphql';

const code = 'BAD_USER_INPUT';

/** The error for invalid arguments of a query: an error of the field, not a `userError`. */
export function createBadInputError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** True if an error tells of invalid arguments. */
export function isBadInputError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions['code'] === code;
}

/**
 * Reads several parts of a query's arguments, each by its own reader.
 *
 * @throws {GraphQLError} BAD_USER_INPUT with the problems of all parts
 */
export function readTogether<Values extends unknown[]>(
  ...readers: { [Nth in keyof Values]: () => Values[Nth] }
): Values {
  const problems: string[] = [];
  const values = readers.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!isBadInputError(error)) throw error;
      problems.push(error.message);
      return undefined;
    }
  });
  if (problems.length > 0) throw createBadInputError(problems.join(' '));
  return values as Values;
}
