import { GraphQLError } from 'graphql';
import { and, eq, gte, ilike, inArray, lte, or, type SQL, sql } from '#platform/database/drizzle.ts';
import { toContainsPattern } from '#platform/database/like-pattern.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import { isPlainText, normaliseText, toSearchText } from '#platform/text/plain-text.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { parseMoney } from '#schema/money.ts';
import { type Readable, wasUnreadable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceFilter } from '../generated/types.ts';
import { invoiceLines } from '../line-tables.ts';
import { isInTexts } from '../search/is-in-texts.ts';
import { toSearchExtent, toWordPatterns } from '../search/search-extent.ts';
import { invoices } from '../tables.ts';
import { type IdRange, isInRangeOf, isOfJob, toJobCases } from './job-ids.ts';
import { type ListClass, listClasses } from './list-class.ts';
import { beginsWith, followFromPrefix, toNumberPrefix } from './number-prefix.ts';
import { isPaidWithin, toPaidCases, toPaidDays } from './paid-days.ts';
import type { ListSelection } from './read-list.ts';
import {
  hasBalance,
  hasDerivedStatus,
  isIssuedWithoutBalance,
  isOnlyWithoutBalance,
  isOverdue,
  mayBePaid,
  mayHaveBalance,
  mayHaveDerivedStatus,
} from './settlement-condition.ts';

/** The way in which a filter reads what is not in the invoices themselves. */
export interface FilterReading {
  /** True if the lines of each invoice are looked up, and those of products are not collected before. */
  readonly looksLinesUp?: boolean;
  /**
   * The texts of the search index are read instead of invoices and lines: of all invoices (ALL), or where they are written (SOME).
   * Undefined if invoices and lines are read.
   */
  readonly texts?: 'ALL' | 'SOME' | undefined;
  /** The range of ids of the filter's import job, if it was looked up. */
  readonly jobIds?: IdRange | undefined;
}

/**
 * Turns a filter into the invoices that it selects. A field that is absent or null sets no condition.
 *
 * @param today the seller's day against which invoices are overdue
 * @throws {GraphQLError} BAD_USER_INPUT that names all problems at once
 */
export function toSelection(
  filter: Readable<InvoiceFilter> | null | undefined,
  today: string,
  reading: FilterReading = {},
): ListSelection {
  const classes = toClasses(filter ?? {});
  const others = toCondition(filter ?? {}, today, reading);
  const paid = toPaidDays(filter);
  const prefix = toNumberPrefix(filter);
  const { jobIds } = reading;
  const job = given(filter?.importJobId, isOfJob);
  const range = jobIds === undefined ? given(filter?.importJobId, isInRangeOf) : undefined;
  const withPayments = and(others, paid && isPaidWithin(paid));
  const cases =
    jobIds === undefined
      ? paid && toPaidCases(paid).map((one) => and(others, job, range, one.condition))
      : given(filter?.importJobId, (id) => toJobCases(id, jobIds).map((one) => and(withPayments, one)));
  return {
    condition: and(withPayments, job, range),
    cases,
    following: (one) => {
      if (filter && isOnlyWithoutBalance(filter) && mayHaveBalance(one))
        return { together: isIssuedWithoutBalance };
      return prefix === undefined ? {} : followFromPrefix(prefix, one);
    },
    ids: jobIds,
    classes: classes.length === listClasses.length ? undefined : classes,
  };
}

/** The classes that may have invoices which a filter lets pass. */
function toClasses(filter: Readable<InvoiceFilter>): ListClass[] {
  const { origin, kind, status, derivedStatus } = filter;
  return listClasses.filter(
    (one) =>
      (!origin || one.origin === origin) &&
      (!filter.importJobId || one.origin === 'IMPORTED') &&
      // Imported lines have no product.
      (!filter.productIds || one.origin === 'OWN') &&
      (toPaidDays(filter) === undefined || mayBePaid(one)) &&
      // Drafts have no number.
      (toNumberPrefix(filter) === undefined || one.status !== 'DRAFT') &&
      (!kind || one.kind === kind) &&
      (!status || status.includes(one.status)) &&
      (!derivedStatus || derivedStatus.some((wanted) => mayHaveDerivedStatus(one, wanted))) &&
      (!(filter.isOverdue || filter.hasBalance) || mayHaveBalance(one)),
  );
}

function toCondition(
  filter: Readable<InvoiceFilter>,
  today: string,
  { looksLinesUp = false, texts }: FilterReading,
): SQL | undefined {
  const problems = findProblems(filter);
  if (problems.length > 0) {
    throw new GraphQLError(problems.join(' '), { extensions: { code: 'BAD_USER_INPUT' } });
  }
  const { currency } = filter;
  return and(
    given(filter.ids, (ids) => inArray(invoices.id, toIds(ids))),
    given(filter.derivedStatus, (wanted) => hasDerivedStatus(wanted, today)),
    given(filter.hasBalance, (wanted) => (wanted ? hasBalance() : sql`not (${hasBalance()})`)),
    given(filter.isOverdue, (wanted) => (wanted ? isOverdue(today) : sql`(${isOverdue(today)}) is not true`)),
    given(filter.customerIds, (ids) => inArray(invoices.customerId, toIds(ids))),
    given(filter.productIds, looksLinesUp ? hasLineOf : ofProducts),
    given(filter.numbers, (numbers) => inArray(invoices.number, toTexts(numbers))),
    given(toNumberPrefix(filter), beginsWith),
    given(filter.search, (text) => toSearch(text, texts)),
    given(filter.externalReference, (references) => inArray(invoices.externalReference, toTexts(references))),
    given(filter.issuedFrom, (day) => gte(invoices.issueDate, day)),
    given(filter.issuedTo, (day) => lte(invoices.issueDate, day)),
    given(filter.dueFrom, (day) => gte(invoices.dueDate, day)),
    given(filter.dueTo, (day) => lte(invoices.dueDate, day)),
    given(currency, (code) => eq(invoices.currency, code)),
    given(toMinor(filter.minTotal, currency), (least) => gte(invoices.totalMinor, least)),
    given(toMinor(filter.maxTotal, currency), (most) => lte(invoices.totalMinor, most)),
  );
}

const periods = [
  ['issuedFrom', 'issuedTo'],
  ['dueFrom', 'dueTo'],
  ['paidFrom', 'paidTo'],
] as const;

function findProblems(filter: Readable<InvoiceFilter>): string[] {
  const problems: string[] = [];
  for (const name of periods.flat()) {
    // ISO 8601 has a year 0000, PostgreSQL does not.
    if (filter[name]?.startsWith('0000'))
      problems.push(`\`filter.${name}\` must be in the year 0001 or later.`);
  }
  for (const [first, last] of periods) {
    const [from, to] = [filter[first], filter[last]];
    if (from && to && from > to)
      problems.push(`\`filter.${first}\` must not be after \`filter.${last}\`; ${from} is after ${to}.`);
  }
  const [least, most] = [filter.minTotal, filter.maxTotal].map((total) => toMinor(total, filter.currency));
  if (least !== undefined && most !== undefined && least > most)
    problems.push('`filter.minTotal` must not be more than `filter.maxTotal`.');
  for (const name of ['minTotal', 'maxTotal'] as const) {
    const amount = filter[name];
    if (amount === null || amount === undefined) continue;
    if (!filter.currency) {
      if (!wasUnreadable(filter, 'currency')) problems.push(`\`filter.${name}\` needs \`filter.currency\`.`);
    } else if (toMinor(amount, filter.currency) === undefined)
      problems.push(
        `\`filter.${name}\` must be an amount in ${filter.currency} with no more decimals than it has.`,
      );
  }
  return problems;
}

function given<Value, Part>(
  value: Value | null | undefined,
  toPart: (value: Value) => Part | undefined,
): Part | undefined {
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

function toSearch(given: string, texts: FilterReading['texts']): SQL | undefined {
  const text = toSearchText(given, { isMultiline: true });
  if (text === undefined) return sql`false`;
  if (text === '') return undefined;
  const extent = toSearchExtent(text);
  if (extent === 'NOWHERE') return sql`false`;
  const { number, customerName, externalReference, note } = invoices;
  const columns = [number, customerName, externalReference, note];
  if (extent === 'WORDS') {
    const patterns = toPgArray(toWordPatterns(text));
    return or(...columns.map((column) => sql`${column} ilike any (${patterns}::text[])`));
  }
  const pattern = toContainsPattern(text);
  const inLedger = or(...columns.map((column) => ilike(column, pattern)), hasLineLike(pattern));
  // A text of one line is in one of the lines of the index.
  if (texts === undefined || text.includes('\n')) return inLedger;
  return isInTexts(pattern, texts === 'ALL' ? undefined : inLedger);
}

/** The offset keeps the lines from being read for all invoices at once: most searches look few invoices up. */
function hasLineLike(pattern: string): SQL {
  const { invoiceId, sku, description } = invoiceLines;
  return sql`exists (select from ${invoiceLines} where ${invoiceId} = ${invoices.id} and (${ilike(sku, pattern)} or ${ilike(description, pattern)}) offset 0)`;
}

/** Looks the invoices up by their lines, of which an index has those with a product. */
function ofProducts(given: readonly string[]): SQL {
  return sql`${invoices.id} in (${selectOfProducts(given)})`;
}

/** Finds the invoices of the lines with products, some of them several times. */
export function selectOfProducts(given: readonly string[]): SQL {
  const { productId, invoiceId } = invoiceLines;
  return sql`select ${invoiceId} from ${invoiceLines} where ${inArray(productId, toIds(given))}`;
}

/** The offset keeps all lines of frequent products from being collected. */
function hasLineOf(given: readonly string[]): SQL {
  const { productId, invoiceId } = invoiceLines;
  return sql`exists (select from ${invoiceLines} where ${invoiceId} = ${invoices.id} and ${inArray(productId, toIds(given))} offset 0)`;
}

/** Minor units; an amount beyond the bounds of invoices is cut to one just beyond them, so that bigint can hold it. */
function toMinor(amount: string | null | undefined, currency: string | null | undefined): bigint | undefined {
  if (!amount || !currency) return undefined;
  const minor = parseMoney(amount, currency)?.amountMinor;
  if (minor === undefined) return undefined;
  const beyond = invoiceBounds.amountMinor + 1n;
  if (minor > beyond) return beyond;
  return minor < -beyond ? -beyond : minor;
}
