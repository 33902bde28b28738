import { createBadInputError, readTogether } from '#platform/graphql/bad-input.ts';
import { addDays, parseEpochDay, startOfDay } from '#schema/calendar/day.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { loadContactFigures, loadRequestFigures } from '../store/load-summary.ts';

/** The largest number of days whose figures are added up. */
export const maxSummaryDays = 366;

/** The figures of requests and contacts of some days. */
export const crmSummary: NonNullable<QueryResolvers['crmSummary']> = async (_root, given, { db, crm }) => {
  const [{ from, to, groupBy }] = readTogether(() => readArguments(given));
  const days = parseEpochDay(to) - parseEpochDay(from) + 1;
  if (days < 1 || days > maxSummaryDays)
    throw createBadInputError(
      `\`to\` must be from \`from\` on and make ${maxSummaryDays} days at most; from ${from} to ${to} are ${days} days.`,
    );
  const { timeZone } = crm;
  const period = {
    from: toStart(from, timeZone),
    before: toStart(addDays(to, 1), timeZone),
    groupBy,
    timeZone,
    now: crm.clock(),
  };
  const [requests, contacts] = await Promise.all([
    loadRequestFigures(db, period),
    loadContactFigures(db, period),
  ]);
  return { timeZone, requests, contacts };
};

/** @throws {GraphQLError} BAD_USER_INPUT for a day whose beginning is beyond the calendar */
function toStart(day: string, timeZone: string): Date {
  const start = startOfDay(day, timeZone);
  if (start === undefined) throw createBadInputError(`\`${day}\` is not a day that can be counted.`);
  return start;
}
