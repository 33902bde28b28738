import { GraphQLError } from 'graphql';
import { Unreadable } from './scalar-input.ts';

/** The same arguments after {@link readArguments}: every scalar in them is readable. */
export type Readable<Value> = Value extends Unreadable
  ? never
  : Value extends object
    ? { [Key in keyof Value]: Readable<Value[Key]> }
    : Value;

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

/** Gives the same arguments, in which a scalar that is not readable is undefined under its name. */
export function withoutUnreadable<Arguments extends object>(args: Arguments): Readable<Arguments> {
  return clear(args) as Readable<Arguments>;
}

/** True if {@link withoutUnreadable} cleared an argument: it was given, and has its own problem. */
export function wasUnreadable(args: object, name: string): boolean {
  return name in args && (args as Readonly<Record<string, unknown>>)[name] === undefined;
}

function clear(value: unknown): unknown {
  if (value instanceof Unreadable) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((part) => !(part instanceof Unreadable)).map(clear);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, clear(part)]));
}

function findUnreadable(value: unknown, path: readonly string[]): string[] {
  if (value instanceof Unreadable) {
    return [`\`${path.join('.')}\` ${value.message.replace(/^M/, 'm')}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => findUnreadable(part, [...path, name]));
}
