import { readListArguments } from '#kernel/read-list-arguments.ts';
import {
  and,
  eq,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { type NamedOrder, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { toSearchText } from '#platform/text/plain-text.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { contacts } from '../contact-tables.ts';
import type {
  ContactFilter,
  ContactOrder,
  ContactOrderField,
  QueryContactsArgs,
} from '../generated/types.ts';
import type { CustomerContactConnectionModel } from '../models.ts';
import { people } from '../people-tables.ts';

/** A page of the entries that pass a filter, by one statement; another one counts them on request. */
export async function listContacts(
  db: Reader,
  given: Partial<QueryContactsArgs>,
): Promise<CustomerContactConnectionModel> {
  const order = toOrder(given.orderBy);
  const [, { page, keyset }, condition] = readListArguments(
    given,
    (args) => {
      const asked = parsePage(args, order.name);
      return { page: asked, keyset: toKeysetQuery(asked, order) };
    },
    ({ filter }) => toContactCondition(filter ?? {}),
  );
  const rows = await db
    .select({ contact: contacts, id: contacts.id, value: keyset.cursorValue })
    .from(contacts)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ contact }) => contact,
    async () => db.$count(contacts, condition),
  );
}

const expressions: Record<ContactOrderField, Pick<NamedOrder, 'expression' | 'type'>> = {
  OCCURRED_AT: { expression: sql`${contacts.occurredAt}`, type: 'timestamptz' },
  RECORDED_AT: { expression: sql`${contacts.recordedAt}`, type: 'timestamptz' },
};

/** The requested order; the latest contact first without one. */
function toOrder(order: ContactOrder | null | undefined): NamedOrder {
  const field = order?.field ?? 'OCCURRED_AT';
  const direction = order?.direction ?? (order ? 'ASC' : 'DESC');
  return { ...expressions[field], direction, id: sql`${contacts.id}`, name: `${field} ${direction}` };
}

/** @throws {GraphQLError} BAD_USER_INPUT if no instant is between the two of the filter */
function toContactCondition(filter: Readable<ContactFilter>): SQL | undefined {
  const { search, kind, customerId, requestId, personId, occurredFrom, occurredBefore, isStruck } = filter;
  if (occurredFrom && occurredBefore && Date.parse(occurredFrom) > Date.parse(occurredBefore))
    throw createBadInputError(
      `\`filter.occurredFrom\` must not be after \`filter.occurredBefore\`; ${occurredFrom} is after ${occurredBefore}.`,
    );
  const hasId = (column: typeof contacts.customerId | typeof contacts.requestId, id: string) =>
    isUuid(id) ? eq(column, id.toLowerCase()) : sql`false`;
  return and(
    typeof search === 'string' ? toSearchCondition(search) : undefined,
    kind ? inArray(contacts.kind, [...new Set(kind)]) : undefined,
    typeof customerId === 'string' ? hasId(contacts.customerId, customerId) : undefined,
    typeof requestId === 'string' ? hasId(contacts.requestId, requestId) : undefined,
    typeof personId === 'string'
      ? sql`${contacts.person} in (select ${people.person} from ${people} where ${people.subject} = ${personId})`
      : undefined,
    occurredFrom ? gte(contacts.occurredAt, sql`${occurredFrom}::timestamptz`) : undefined,
    occurredBefore ? lt(contacts.occurredAt, sql`${occurredBefore}::timestamptz`) : undefined,
    typeof isStruck === 'boolean'
      ? isStruck
        ? isNotNull(contacts.struckAt)
        : isNull(contacts.struckAt)
      : undefined,
  );
}

function toSearchCondition(search: string): SQL | undefined {
  const text = toSearchText(search, { isMultiline: true });
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const pattern = toContainsPattern(text);
  return or(ilike(contacts.summary, pattern), ilike(contacts.counterpart, pattern));
}
