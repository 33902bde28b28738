import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { countCodePoints } from '#platform/text/plain-text.ts';
import { createBadInputError, isBadInputError } from './bad-input.ts';

/** Bounds of the arguments of queries and subscriptions. */
export const argumentBounds = {
  /** Code points of one text: of a filter, a name, a number. */
  textLength: 500,
  /** Code points of a text to search for. */
  searchLength: 200,
  /** Characters of a cursor: it holds the value by which its list is ordered. */
  cursorLength: 4_000,
  /** Items of one list. */
  items: 100,
} as const;

/** Arguments whose texts have a bound of their own. */
const textBounds: Readonly<Record<string, number>> = {
  search: argumentBounds.searchLength,
  fileName: argumentBounds.searchLength,
  after: argumentBounds.cursorLength,
  before: argumentBounds.cursorLength,
};

/** Fields of the federation protocol, whose arguments have bounds of their own. */
const protocolFields = new Set(['_service', '_entities']);

/**
 * Makes a schema refuse arguments of queries and subscriptions that are too long, with BAD_USER_INPUT that names all of
 * them. Lists read their arguments first, so that these problems are told together with all others (`parsePage`). Inputs of
 * mutations, and of queries whose answer has userErrors, are not checked here: use cases check them.
 */
export function boundArguments(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.args.length > 0 && !protocolFields.has(field.name) && !tellsProblems(field))
        boundField(field);
    }
  }
  return schema;
}

function tellsProblems({ type }: GraphQLField<unknown, unknown>): boolean {
  const answer = getNamedType(type);
  return isObjectType(answer) && 'userErrors' in answer.getFields();
}

function boundField(field: GraphQLField<unknown, unknown>): void {
  const bound = field.args.some(({ name }) => name === 'first') ? boundedList : bounded;
  if (field.resolve) field.resolve = bound(field.resolve);
  if (field.subscribe) field.subscribe = bound(field.subscribe);
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

function bounded(resolver: Resolver): Resolver {
  return (source, args: Readonly<Record<string, unknown>>, context, info) => {
    checkBounds(args);
    return resolver(source, args, context, info);
  };
}

/** Lets a list name the arguments that are too long among all its problems, and refuses if it does not. */
function boundedList(resolver: Resolver): Resolver {
  return (source, args: Readonly<Record<string, unknown>>, context, info) => {
    const problems = findTooLong(args);
    return problems.length === 0
      ? resolver(source, args, context, info)
      : refuse(async () => resolver(source, args, context, info), problems);
  };
}

async function refuse(resolve: () => Promise<unknown>, problems: readonly string[]): Promise<never> {
  try {
    await resolve();
  } catch (error) {
    if (isBadInputError(error) && problems.every((problem) => error.message.includes(problem))) throw error;
  }
  throw createBadInputError(problems.join(' '));
}

/**
 * Checks values as arguments of queries are.
 *
 * @throws {GraphQLError} BAD_USER_INPUT that names all that are too long
 */
export function checkBounds(args: Readonly<Record<string, unknown>>): void {
  const problems = findTooLong(args);
  if (problems.length > 0) throw createBadInputError(problems.join(' '));
}

/** Finds the arguments that are too long; each problem names one. */
export function findTooLong(args: object): string[] {
  return findWithin(args, []);
}

function findWithin(value: unknown, path: readonly string[]): string[] {
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.length > argumentBounds.items) {
    return [`\`${path.join('.')}\` must have at most ${argumentBounds.items} items, not ${value.length}.`];
  }
  return Object.entries(value).flatMap(([name, part]) => findWithin(part, [...path, name]));
}

function checkText(text: string, path: readonly string[]): string[] {
  const bound = textBounds[path.at(-1) ?? ''] ?? argumentBounds.textLength;
  if (text.length <= bound) return [];
  const length = countCodePoints(text);
  return length <= bound
    ? []
    : [`\`${path.join('.')}\` must have at most ${bound} characters, not ${length}.`];
}
