import { and, gte, ilike, inArray, lt, or, type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { isPlainText, normaliseText, toSearchText } from '#platform/text/plain-text.ts';
import { isCountryCode } from '#schema/country-codes.ts';
import type { Readable } from '#schema/read-arguments.ts';
import type { CustomerFilter } from '../generated/types.ts';
import { customers } from '../tables.ts';

/**
 * Turns a filter into a condition; undefined lets every customer pass. Values that no customer can have find nothing.
 *
 * @throws {GraphQLError} BAD_USER_INPUT if no instant is between the two
 * @param options.mayReadEmail if a search may tell the caller something about e-mail addresses
 */
export function toCustomerCondition(
  filter: Readable<CustomerFilter> | null | undefined,
  options: { mayReadEmail: boolean },
): SQL | undefined {
  const { ids, search, status, countryCode, externalReference, createdFrom, createdBefore } = filter ?? {};
  if (createdFrom && createdBefore && Date.parse(createdFrom) > Date.parse(createdBefore))
    throw createBadInputError(
      `\`filter.createdFrom\` must not be after \`filter.createdBefore\`; ${createdFrom} is after ${createdBefore}.`,
    );
  return and(
    ids ? inArray(customers.id, ids.filter(isUuid)) : undefined,
    typeof search === 'string' ? toSearchCondition(search, options.mayReadEmail) : undefined,
    status ? inArray(customers.status, [...new Set(status)]) : undefined,
    countryCode
      ? inArray(customers.addressCountryCode, [...new Set(countryCode.filter(isCountryCode))])
      : undefined,
    externalReference
      ? inArray(
          customers.externalReference,
          externalReference.map(normaliseText).filter((text) => isPlainText(text)),
        )
      : undefined,
    createdFrom ? gte(customers.createdAt, sql`${createdFrom}::timestamptz`) : undefined,
    createdBefore ? lt(customers.createdAt, sql`${createdBefore}::timestamptz`) : undefined,
  );
}

function toSearchCondition(search: string, mayReadEmail: boolean): SQL | undefined {
  const text = toSearchText(search);
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const { displayName, contactName, taxNumber, siren, siret, externalReference, email } = customers;
  const open = [displayName, contactName, taxNumber, siren, siret, externalReference];
  const searched = [...open, ...(mayReadEmail ? [email] : [])];
  return or(...searched.map((column) => ilike(column, toContainsPattern(text))));
}
