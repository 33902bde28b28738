import { readListArguments } from '#kernel/read-list-arguments.ts';
import { createBadInputError } from '#platform/graphql/bad-input.ts';
import { findTooLong } from '#platform/graphql/bound-arguments.ts';
import type { Readable } from '#schema/read-arguments.ts';
import { parseId } from '../domain/reference.ts';
import type { InvoiceStatus, InvoiceSummaryGrouping, QueryInvoiceSummaryArgs } from '../generated/types.ts';
import { listClasses } from '../store/list-class.ts';
import type { TotalsQuery } from './cells.ts';

/** The invoices of a summary and their groups. */
export interface SummaryQuery extends TotalsQuery {
  readonly groupBy: InvoiceSummaryGrouping;
  /** The largest number of groups. */
  readonly first: number;
}

const mostGroups = 400;
const defaultGroups = 100;
const [earliest, latest] = ['0001-01-01', '9998-12-31'];
const defaultStatuses: readonly InvoiceStatus[] = ['ISSUED', 'PAID'];

/**
 * Reads the arguments of a summary.
 *
 * @throws {GraphQLError} BAD_USER_INPUT that names all problems at once
 */
export function parseSummary(given: QueryInvoiceSummaryArgs): SummaryQuery {
  const [, query] = readListArguments(given, toSummaryQuery);
  return query;
}

function toSummaryQuery(args: Readable<QueryInvoiceSummaryArgs>): SummaryQuery {
  const { groupBy, first = defaultGroups, filter } = args;
  const [from, to] = [args.from ?? undefined, args.to ?? undefined];
  const problems = findTooLong(args);
  if (first < 1 || first > mostGroups)
    problems.push(`\`first\` must be from 1 to ${mostGroups}, not ${first}.`);
  for (const [name, day] of Object.entries({ from, to })) {
    if (day !== undefined && (day < earliest || day > latest))
      problems.push(`\`${name}\` must be from ${earliest} to ${latest}, not ${day}.`);
  }
  if (from !== undefined && to !== undefined && from > to)
    problems.push(`\`from\` must not be after \`to\`; ${from} is after ${to}.`);
  const customerIds = filter?.customerIds?.flatMap((id) => parseId(id) ?? []);
  if (groupBy === 'DAY' && customerIds !== undefined)
    problems.push('`filter.customerIds` must be absent when days group; months can group instead.');
  if (problems.length > 0) throw createBadInputError(problems.join(' '));
  const statuses = filter?.status ?? (groupBy === 'STATUS' ? undefined : defaultStatuses);
  return {
    groupBy,
    first,
    from,
    to,
    currency: filter?.currency ?? undefined,
    customerIds,
    classes: listClasses.filter(
      ({ origin, kind, status }) =>
        (!statuses || statuses.includes(status)) &&
        (!filter?.origin || origin === filter.origin) &&
        (!filter?.kind || kind === filter.kind),
    ),
  };
}
