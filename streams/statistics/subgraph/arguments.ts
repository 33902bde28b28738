import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { countCodePoints, toSearchText } from '#platform/text/plain-text.ts';
import { readArguments } from '#schema/read-arguments.ts';
import { type Positions, parsePositions } from '../received/positions.ts';
import type { QueryCustomerTotalArgs, QueryCustomerTotalsArgs } from './generated/types.ts';

const mostCustomers = 100;
/** What a message's customer name may have at most. */
const longestName = 500;

/**
 * Which customers are asked for.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function parseTotals(args: Partial<QueryCustomerTotalsArgs>): {
  first: number;
  currency: string | null;
  includeSimulated: boolean;
} {
  const { first = 10, currency = null, includeSimulated = false } = readArguments(args);
  if (first < 1 || first > mostCustomers)
    throw createBadInputError(`\`first\` must be from 1 to ${mostCustomers}, not ${first}.`);
  return { first, currency, includeSimulated };
}

/**
 * By which key a customer is asked for: its id or, without one, its name.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function parseCustomerKey({ customerId, customerName }: Partial<QueryCustomerTotalArgs>): string {
  const given = [customerId, customerName].filter((value) => typeof value === 'string');
  const [key] = given;
  if (key === undefined || given.length > 1)
    throw createBadInputError('Give `customerId` or `customerName`, one of them.');
  const text = key.length > 4 * longestName ? undefined : toSearchText(key);
  if (text === undefined || text === '' || countCodePoints(text) > longestName)
    throw createBadInputError(`A customer has an id or a name of 1 to ${longestName} characters.`);
  return isUuid(text) ? text.toLowerCase() : text;
}

/**
 * After which position invoices are asked for; undefined for new ones only.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function parseAfter(after: string | null | undefined): Positions | undefined {
  if (after === null || after === undefined) return undefined;
  const positions = parsePositions(after);
  if (positions === undefined)
    throw createBadInputError('`after` must be a cursor of an invoice received, or of totals.');
  return positions;
}
