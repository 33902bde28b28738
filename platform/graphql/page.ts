import { createBadInputError } from './bad-input.ts';
import { argumentBounds, findTooLong } from './bound-arguments.ts';
import { type Cursor, parseCursor } from './cursor.ts';

/** The arguments of a connection field (Relay cursor connections). */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** The requested part of an ordered list. */
export interface Page {
  /** The order its cursors belong to. */
  readonly order: string;
  /** The largest number of items. */
  readonly size: number;
  /** True if they are counted from the end of the list. */
  readonly isBackward: boolean;
  readonly after: Cursor | undefined;
  readonly before: Cursor | undefined;
}

const largestPage = 100;
const defaultPage = 25;

/**
 * Reads the arguments of a connection field.
 *
 * @param args all arguments of the field: those beside the page, such as a filter, must not be too long either
 * @param order names the order of the list, direction included
 * @throws {GraphQLError} BAD_USER_INPUT that names all problems at once
 */
export function parsePage(args: PageArguments, order: string): Page {
  const { first, last } = args;
  const problems = findTooLong(args);
  for (const [name, value] of Object.entries({ first, last })) {
    if (typeof value === 'number' && (value < 1 || value > largestPage)) {
      problems.push(`\`${name}\` must be from 1 to ${largestPage}, not ${value}.`);
    }
  }
  if (typeof first === 'number' && typeof last === 'number')
    problems.push('Give `first` or `last`, not both.');
  const cursors = { after: args.after, before: args.before };
  const [after, before] = Object.entries(cursors).map(([name, text]) => {
    const isGiven = typeof text === 'string' && text.length <= argumentBounds.cursorLength;
    const cursor = isGiven ? parseCursor(order, text) : undefined;
    if (isGiven && cursor === undefined) {
      problems.push(`\`${name}\` must be a cursor from a page of this list in this order.`);
    }
    return cursor;
  });
  if (problems.length > 0) throw createBadInputError(problems.join(' '));
  return { order, size: first ?? last ?? defaultPage, isBackward: typeof last === 'number', after, before };
}
