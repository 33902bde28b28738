import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and, count, eq, gte, inArray, lt, type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { type Connection, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import { addDays, startOfDay } from '#schema/calendar/day.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceMailFilter, QueryMailsArgs } from '../generated/types.ts';
import { invoiceMails, mails } from '../mail-tables.ts';
import { mailOrder } from './mail-order.ts';
import { type InvoiceMail, mailColumns } from './mail-store.ts';

/** A page of the mails that pass a filter, the newest first. @throws {GraphQLError} BAD_USER_INPUT */
export async function listMails(
  db: Reader,
  given: Partial<QueryMailsArgs>,
  timeZone: string,
): Promise<Connection<InvoiceMail>> {
  const [, { page, keyset }, condition] = readListArguments(
    given,
    (args) => {
      const page = parsePage(args, mailOrder.name);
      return { page, keyset: toKeysetQuery(page, mailOrder) };
    },
    (args) => toMailCondition(args.filter ?? {}, timeZone),
  );
  const rows = await db
    .select({ mail: mailColumns, value: keyset.cursorValue })
    .from(invoiceMails)
    .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows.map(({ mail, value }) => ({ mail, value, id: mail.id })),
    ({ mail }) => mail,
    async () => {
      const [counted] = await db
        .select({ total: count() })
        .from(invoiceMails)
        .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
        .where(condition);
      return counted?.total ?? 0;
    },
  );
}

/** Turns a filter into the condition of the mails that pass it. A field that is absent or null sets no condition. */
function toMailCondition(
  { state, kind, customerId, queuedFrom, queuedTo }: Readable<InvoiceMailFilter>,
  timeZone: string,
): SQL | undefined {
  if (typeof queuedFrom === 'string' && typeof queuedTo === 'string' && queuedTo < queuedFrom)
    throw createBadInputError('`filter.queuedTo` must not be before `filter.queuedFrom`.');
  const customer = typeof customerId === 'string' ? parseId(customerId) : undefined;
  return and(
    state ? inArray(mails.state, [...state]) : undefined,
    kind ? inArray(mails.kind, [...kind]) : undefined,
    typeof customerId === 'string'
      ? customer === undefined
        ? sql`false`
        : eq(invoiceMails.customerId, customer)
      : undefined,
    typeof queuedFrom === 'string' ? isFrom(queuedFrom, timeZone) : undefined,
    typeof queuedTo === 'string' ? isBefore(addDays(queuedTo, 1), timeZone) : undefined,
  );
}

function isFrom(day: string, timeZone: string): SQL | undefined {
  const start = startOfDay(day, timeZone);
  return start && gte(mails.createdAt, start);
}

function isBefore(day: string, timeZone: string): SQL | undefined {
  const start = startOfDay(day, timeZone);
  return start && lt(mails.createdAt, start);
}
