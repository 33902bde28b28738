import { GraphQLError } from 'graphql';

/**
 * A value in an input that does not have the form of its scalar.
 *
 * It is not an error of the scalar, because that error would end the whole request and hide all other problems. The
 * use case gets this mark instead, and reports it with its field.
 */
export class Unreadable {
  /** For people, for example `Must be a day as ISO 8601 writes it, for example "2026-03-01".` */
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** A scalar in an input, as the resolver gets it: text of the right form, or the mark that it has another one. */
export type ScalarInput = string | Unreadable;

/** The same arguments after `readArguments`: every scalar in them is readable. */
export type Readable<Value> = Value extends Unreadable
  ? never
  : Value extends object
    ? { [Key in keyof Value]: Readable<Value[Key]> }
    : Value;

/** Gives the text of a scalar in a mutation's input; undefined when it is not readable, which is noted. */
export function readScalar(
  given: ScalarInput,
  problems: { add(code: 'INVALID', message: string): void },
): string | undefined {
  if (typeof given === 'string') return given;
  problems.add('INVALID', given.message);
  return undefined;
}

/** Gives the text of a scalar that may be left out; undefined when it is not readable, which is noted. */
export function readOptionalScalar(
  given: ScalarInput | null,
  problems: { add(code: 'INVALID', message: string): void },
): string | null | undefined {
  return given === null ? null : readScalar(given, problems);
}

/**
 * Gives the arguments of a query or subscription when all scalars in them are readable.
 *
 * @throws {GraphQLError} BAD_USER_INPUT that names every argument that is not
 */
export function readArguments<Arguments extends object>(args: Arguments): Readable<Arguments> {
  const problems = findUnreadable(args, []);
  if (problems.length === 0) return args as Readable<Arguments>;
  throw new GraphQLError(problems.join(' '), { extensions: { code: 'BAD_USER_INPUT' } });
}

function findUnreadable(value: unknown, path: readonly string[]): string[] {
  if (value instanceof Unreadable) {
    return [`\`${path.join('.')}\` ${value.message.replace(/^M/, 'm')}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => findUnreadable(part, [...path, name]));
}
