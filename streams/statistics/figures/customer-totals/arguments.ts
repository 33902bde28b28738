import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError, readTogether } from '#platform/graphql/bad-input.ts';
import { countCodePoints, toSearchText } from '#platform/text/plain-text.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { QueryCustomerTotalArgs, QueryCustomerTotalsArgs } from '../../subgraph/generated/types.ts';

const maxCustomers = 100;
/** The largest number of characters of a customer's name in a message. */
const maxNameLength = 500;

/**
 * Reads the arguments of `customerTotals`.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function parseTotals(args: Partial<QueryCustomerTotalsArgs>): {
  first: number;
  currency: string | null;
  includeSimulated: boolean;
} {
  const [{ currency = null, includeSimulated = false }, first] = readTogether(
    () => readArguments(args),
    () => readFirst(args),
  );
  return { first, currency, includeSimulated };
}

function readFirst({ first = 10 }: Partial<QueryCustomerTotalsArgs>): number {
  if (first < 1 || first > maxCustomers)
    throw createBadInputError(`\`first\` must be from 1 to ${maxCustomers}, not ${first}.`);
  return first;
}

/**
 * Reads the key of a customer, which is its id or, without one, its name.
 *
 * @throws {GraphQLError} BAD_USER_INPUT
 */
export function parseCustomerKey({ customerId, customerName }: Partial<QueryCustomerTotalArgs>): string {
  const given = [customerId, customerName].filter((value) => typeof value === 'string');
  const [key] = given;
  if (key === undefined || given.length > 1)
    throw createBadInputError('Give `customerId` or `customerName`, one of them.');
  const text = key.length > 4 * maxNameLength ? undefined : toSearchText(key);
  if (text === undefined || text === '' || countCodePoints(text) > maxNameLength)
    throw createBadInputError(`A customer has an id or a name of 1 to ${maxNameLength} characters.`);
  return isUuid(text) ? text.toLowerCase() : text;
}
