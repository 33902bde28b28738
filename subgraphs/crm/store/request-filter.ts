import { and, eq, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn } from '#platform/database/drizzle-tables.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError, readTogether } from '#platform/graphql/bad-input.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseReference } from '../domain/reference.ts';
import type { RequestFilter } from '../generated/types.ts';
import { people } from '../people-tables.ts';
import { requests } from '../request-tables.ts';

/**
 * Turns a filter into a condition; undefined lets every request pass. Values that no request can have find nothing.
 *
 * @throws {GraphQLError} BAD_USER_INPUT if no instant is between two of the filter
 */
export function toRequestCondition(
  filter: Readable<RequestFilter> | null | undefined,
  now: Date,
): SQL | undefined {
  const given = filter ?? {};
  const { search, status, kind, urgency, customerId, invoiceId, assigneeId, authorId } = given;
  const [created, deadlines] = readTogether(
    () => isBetween(requests.createdAt, given, ['createdFrom', 'createdBefore']),
    () => isBetween(requests.deadline, given, ['deadlineFrom', 'deadlineBefore']),
  );
  return and(
    typeof search === 'string' ? toSearchCondition(search) : undefined,
    status ? inArray(requests.status, [...new Set(status)]) : undefined,
    kind ? inArray(requests.kind, [...new Set(kind)]) : undefined,
    urgency ? inArray(requests.urgency, [...new Set(urgency)]) : undefined,
    typeof customerId === 'string' ? hasId(requests.customerId, customerId) : undefined,
    typeof invoiceId === 'string' ? hasId(requests.invoiceId, invoiceId) : undefined,
    typeof assigneeId === 'string' ? isPerson(requests.assignee, assigneeId) : undefined,
    typeof authorId === 'string' ? isPerson(requests.author, authorId) : undefined,
    toChoice(given.isUnassigned, isNull(requests.assignee)),
    toChoice(given.isOverdue, isOverdue(now)),
    created,
    deadlines,
  );
}

/** The condition of open requests whose deadline has passed. */
function isOverdue(now: Date): SQL {
  return sql`(${requests.status} = 'OPEN' and coalesce(${requests.deadline} < ${now.toISOString()}::timestamptz, false))`;
}

function toChoice(choice: boolean | null | undefined, condition: SQL): SQL | undefined {
  if (choice === null || choice === undefined) return undefined;
  return choice ? condition : sql`not (${condition})`;
}

function toSearchCondition(search: string): SQL | undefined {
  const text = toSearchText(search, { isMultiline: true });
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const number = parseReference(text);
  const pattern = toContainsPattern(text);
  return or(
    ...[requests.title, requests.text, requests.invoiceNumber].map((column) => ilike(column, pattern)),
    number === undefined ? undefined : eq(requests.number, number),
  );
}

/** A text that is not a UUID cannot be the id of anything. */
function hasId(column: AnyPgColumn, id: string): SQL {
  return isUuid(id) ? eq(column, id.toLowerCase()) : sql`false`;
}

/** People are named by their subject alone, of whatever issuer. */
function isPerson(column: AnyPgColumn, subject: string): SQL {
  return sql`${column} in (select ${people.person} from ${people} where ${people.subject} = ${subject})`;
}

type InstantName = 'createdFrom' | 'createdBefore' | 'deadlineFrom' | 'deadlineBefore';

function isBetween(
  column: AnyPgColumn,
  filter: Readable<RequestFilter>,
  [fromName, beforeName]: readonly [InstantName, InstantName],
): SQL | undefined {
  const from = filter[fromName];
  const before = filter[beforeName];
  if (from && before && Date.parse(from) > Date.parse(before))
    throw createBadInputError(
      `\`filter.${fromName}\` must not be after \`filter.${beforeName}\`; ${from} is after ${before}.`,
    );
  return and(
    from ? gte(column, sql`${from}::timestamptz`) : undefined,
    before ? lt(column, sql`${before}::timestamptz`) : undefined,
  );
}
