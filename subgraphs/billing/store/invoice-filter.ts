import { GraphQLError } from 'graphql';
import {
  and,
  eq,
  gte,
  ilike,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from '#platform/database/drizzle.ts';
import type { AnyPgColumn } from '#platform/database/drizzle-tables.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { isPlainText, normaliseText, toSearchText } from '#platform/text/plain-text.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { parseMoney } from '#schema/money.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { importChunks } from '../import-tables.ts';
import { invoices } from '../tables.ts';

/**
 * Turns a filter into a condition; undefined lets every invoice pass. A field that is absent or null sets no condition.
 *
 * @param today the seller's day against which invoices are overdue
 * @throws {GraphQLError} BAD_USER_INPUT that names all problems at once
 */
export function toInvoiceCondition(
  filter: Readable<InvoiceFilter> | null | undefined,
  today: string,
): SQL | undefined {
  if (!filter) return undefined;
  const problems = findProblems(filter);
  if (problems.length > 0) {
    throw new GraphQLError(problems.join(' '), { extensions: { code: 'BAD_USER_INPUT' } });
  }
  const { currency } = filter;
  return and(
    given(filter.ids, (ids) => inArray(invoices.id, toIds(ids))),
    given(filter.status, (status) => inArray(invoices.status, status)),
    given(filter.origin, (origin) => eq(invoices.origin, origin)),
    given(filter.kind, (kind) => eq(invoices.kind, kind)),
    given(filter.importJobId, ofImportJob),
    given(filter.customerIds, (ids) => inArray(invoices.customerId, toIds(ids))),
    given(filter.search, toSearch),
    given(filter.externalReference, (references) => inArray(invoices.externalReference, toTexts(references))),
    given(filter.issuedFrom, (day) => gte(invoices.issueDate, day)),
    given(filter.issuedTo, (day) => lte(invoices.issueDate, day)),
    given(filter.dueTo, (day) => lte(invoices.dueDate, day)),
    given(filter.isOverdue, (isOverdue) => (isOverdue ? overdue(today) : notOverdue(today))),
    given(currency, (code) => eq(invoices.currency, code)),
    given(toMinor(filter.minTotal, currency), (least) => gte(invoices.totalMinor, least)),
    given(toMinor(filter.maxTotal, currency), (most) => lte(invoices.totalMinor, most)),
  );
}

function findProblems(filter: Readable<InvoiceFilter>): string[] {
  const problems: string[] = [];
  for (const name of ['issuedFrom', 'issuedTo', 'dueTo'] as const) {
    // ISO 8601 has a year 0000, PostgreSQL does not.
    if (filter[name]?.startsWith('0000'))
      problems.push(`\`filter.${name}\` must be in the year 0001 or later.`);
  }
  for (const name of ['minTotal', 'maxTotal'] as const) {
    const amount = filter[name];
    if (amount === null || amount === undefined) continue;
    if (!filter.currency) problems.push(`\`filter.${name}\` needs \`filter.currency\`.`);
    else if (toMinor(amount, filter.currency) === undefined)
      problems.push(
        `\`filter.${name}\` must be an amount in ${filter.currency} with no more decimals than it has.`,
      );
  }
  return problems;
}

function given<Value>(
  value: Value | null | undefined,
  toPart: (value: Value) => SQL | undefined,
): SQL | undefined {
  return value === null || value === undefined ? undefined : toPart(value);
}

/** A text that is not a UUID cannot be the id of an invoice. */
function toIds(ids: readonly string[]): string[] {
  return ids.flatMap((id) => parseId(id) ?? []);
}

/** Texts in the form in which they are stored; no invoice has a text that is not plain. */
function toTexts(texts: readonly string[]): string[] {
  return texts.map(normaliseText).filter((text) => isPlainText(text));
}

function toSearch(given: string): SQL | undefined {
  const text = toSearchText(given, { isMultiline: true });
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const pattern = toContainsPattern(text);
  const { number, customerName, externalReference, note } = invoices;
  return or(...[number, customerName, externalReference, note].map((column) => ilike(column, pattern)));
}

/**
 * Limits the search to the range of ids that the job gave out, which the primary key finds at any size of the table.
 */
function ofImportJob(given: string): SQL | undefined {
  const jobId = parseId(given);
  if (jobId === undefined) return sql`false`;
  const end = (id: AnyPgColumn, direction: 'asc' | 'desc') =>
    sql`(select ${id} from ${importChunks} where ${eq(importChunks.jobId, jobId)} order by ${id} ${sql.raw(direction)} limit 1)`;
  const { importJobId, id } = invoices;
  const { firstId, lastId } = importChunks;
  return and(eq(importJobId, jobId), gte(id, end(firstId, 'asc')), lte(id, end(lastId, 'desc')));
}

function overdue(today: string): SQL | undefined {
  return and(eq(invoices.status, 'ISSUED'), lt(invoices.dueDate, today));
}

function notOverdue(today: string): SQL | undefined {
  return or(ne(invoices.status, 'ISSUED'), isNull(invoices.dueDate), gte(invoices.dueDate, today));
}

/** Minor units; an amount beyond the bounds of invoices is cut to one just beyond them, so that bigint can hold it. */
function toMinor(amount: string | null | undefined, currency: string | null | undefined): bigint | undefined {
  if (!amount || !currency) return undefined;
  const minor = parseMoney(amount, currency)?.amountMinor;
  if (minor === undefined) return undefined;
  const beyond = invoiceBounds.amountMinor + 1n;
  if (minor > beyond) return beyond;
  return minor < -1n ? -1n : minor;
}
