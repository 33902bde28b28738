import { z } from 'zod';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { formatEpochDay, isDay, parseEpochDay, startOfDay } from '#schema/calendar/day.ts';
import { isDecimal, parseDecimal } from '#schema/decimal.ts';
import { isCurrency } from '#schema/money.ts';
import { apiBounds } from './api-bounds.ts';
import { pageQuery } from './page-query.ts';

const searchText = z
  .string()
  .overwrite(normaliseText)
  .min(1, 'Must not be empty.')
  .max(apiBounds.searchLength, `Must have at most ${apiBounds.searchLength} characters.`)
  .refine((text) => isPlainText(text), 'Must have no control characters.');

const decimal = z.string().refine(isDecimal, 'Must be a decimal number, for example 12.50.').meta({
  pattern: '^-?\\d{1,30}(\\.\\d{1,30})?$',
});

const commonYears = /^(?!0000)\d{4}-/;
const outsideYears = 'Must be in the years 1 to 9999.';

const moment = (timeZone: string) =>
  z
    .union(
      [z.iso.date(), z.iso.datetime({ offset: true })],
      'Must be a day or an RFC 3339 instant, for example 2026-03-01 or 2026-03-01T09:30:00Z.',
    )
    .refine((text) => commonYears.test(toInstant(text, timeZone)), outsideYears);

const day = z.iso
  .date('Must be a day, for example 2026-03-01.')
  .refine((text) => commonYears.test(text), outsideYears);

/**
 * The query parameters of the list of invoices.
 *
 * @param timeZone the seller's, in which a day begins
 */
export const createInvoiceQuery = (timeZone: string) =>
  z
    .strictObject({
      number: searchText.optional().describe('Only the invoice with exactly this number.'),
      customer: searchText
        .optional()
        .describe('Only customers whose name contains this; capital and small letters are the same.'),
      amountMin: decimal.optional().describe('Only amounts of at least this, in the unit of their currency.'),
      amountMax: decimal.optional().describe('Only amounts of at most this, in the unit of their currency.'),
      currency: z
        .string()
        .refine(isCurrency, 'Must be an ISO 4217 code in capital letters, for example EUR.')
        .optional()
        .describe('Only amounts in this currency (ISO 4217).'),
      issuedFrom: moment(timeZone)
        .optional()
        .describe(
          `Only invoices issued at or after this: a day (from its start in ${timeZone}) or an RFC 3339 instant.`,
        ),
      issuedTo: moment(timeZone)
        .optional()
        .describe(
          `Only invoices issued before this: a day (its start in ${timeZone}) or an RFC 3339 instant.`,
        ),
      dateFrom: day.optional().describe('Only invoices with this date (`issueDate`) or a later one.'),
      dateTo: day.optional().describe('Only invoices with this date (`issueDate`) or an earlier one.'),
      simulated: z
        .enum(['true', 'false'], 'Must be true or false.')
        .optional()
        .describe('Only invoices that a simulator made up, or none of them. Both when absent.'),
      order: z
        .enum(['newest', 'oldest'], 'Must be newest or oldest.')
        .default('newest')
        .describe('By arrival here. Pages from the oldest on stay as they are while invoices arrive.'),
      ...pageQuery,
    })
    .refine(
      ({ issuedFrom, issuedTo }) => isAscending(issuedFrom, issuedTo, (text) => toInstant(text, timeZone)),
      {
        path: ['issuedTo'],
        message: 'Must not be before issuedFrom.',
        when: ({ issues }) => !concerns(issues, ['issuedFrom', 'issuedTo']),
      },
    )
    .refine(({ dateFrom, dateTo }) => isAscending(dateFrom, dateTo, String), {
      path: ['dateTo'],
      message: 'Must not be before dateFrom.',
      when: ({ issues }) => !concerns(issues, ['dateFrom', 'dateTo']),
    })
    .refine(({ amountMin, amountMax }) => isAscending(amountMin, amountMax, toUnits), {
      path: ['amountMax'],
      message: 'Must not be less than amountMin.',
      when: ({ issues }) => !concerns(issues, ['amountMin', 'amountMax']),
    });

/** The instant that a day (its start in a time zone) or an RFC 3339 instant names; empty for any other text. */
export function toInstant(text: string, timeZone: string): string {
  const time = isDay(text) ? startOf(text, timeZone) : new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** A day that a zone skipped begins at the start of the next one. */
function startOf(text: string, timeZone: string): Date {
  return startOfDay(text, timeZone) ?? startOf(formatEpochDay(parseEpochDay(text) + 1), timeZone);
}

function toUnits(text: string): bigint {
  return parseDecimal(text, 30) ?? 0n;
}

function isAscending(
  low: string | undefined,
  high: string | undefined,
  toValue: (text: string) => string | bigint,
): boolean {
  return low === undefined || high === undefined || toValue(low) <= toValue(high);
}

/** True if one of the parameters is wrong already, so that comparing them is pointless. */
function concerns(issues: readonly { path?: PropertyKey[] | undefined }[], parameters: string[]): boolean {
  return issues.some(({ path }) => parameters.includes(String(path?.[0])));
}
