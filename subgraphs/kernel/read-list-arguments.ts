import { readTogether } from '#platform/graphql/bad-input.ts';
import { type Readable, readArguments, withoutUnreadable } from '#schema/read-arguments.ts';

/**
 * Reads the arguments of a list by several readers, such as one of its page and one of its filter. A scalar that is not readable is
 * undefined for them.
 *
 * @returns the arguments, and what each reader gives
 * @throws {GraphQLError} BAD_USER_INPUT that names the scalars that are not readable, and the problems of all readers
 */
export function readListArguments<Arguments extends object, Values extends unknown[]>(
  given: Arguments,
  ...readers: { [Nth in keyof Values]: (args: Readable<Arguments>) => Values[Nth] }
): [Readable<Arguments>, ...Values] {
  const readable = withoutUnreadable(given);
  return readTogether<[Readable<Arguments>, ...Values]>(
    () => readArguments(given),
    ...(readers.map((read) => () => read(readable)) as { [Nth in keyof Values]: () => Values[Nth] }),
  );
}
