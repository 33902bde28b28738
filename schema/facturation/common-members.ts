import { isDay } from '../calendar/day.ts';
import { isCurrency } from '../money.ts';
import { parseInstant } from './instant.ts';
import { formMember, type WireMember } from './wire-member.ts';

const amountPattern = '^-?\\d{1,15}(\\.\\d{1,4})?$';
const amountForm = new RegExp(amountPattern);

/** An amount in the currency's unit. The codec asks that it has no more decimals than the currency. */
export function amountMember(description: string): WireMember<string> {
  return formMember(
    'must be a decimal number as a text',
    { description, pattern: amountPattern },
    ['1234.50', '-12.00'],
    (text) => amountForm.test(text),
  );
}

/** The currency of the amount. */
export const currencyMember: WireMember<string> = formMember(
  'must be an ISO 4217 code in capital letters',
  { description: 'The ISO 4217 code of a currency.', pattern: '^[A-Z]{3}$' },
  'EUR',
  isCurrency,
);

/** An RFC 3339 instant, for example `2026-03-01T09:30:00.000Z`, in the text in which it was written. */
export function instantMember(description: string): WireMember<string> {
  return formMember(
    'must be an RFC 3339 instant with an offset',
    {
      description,
      format: 'date-time',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
    },
    '2026-03-01T09:30:00.000Z',
    (text) => parseInstant(text) !== undefined,
  );
}

/** A day of the calendar. */
export function dayMember(description: string): WireMember<string> {
  return formMember(
    'must be a day of the calendar',
    { description, format: 'date', pattern: '^(?!0000)\\d{4}-\\d\\d-\\d\\d$' },
    '2026-02-28',
    isCommonDay,
  );
}

/** The day that came last: most messages of a log are of one day. */
let latestDay = '';

/** PostgreSQL, RFC 3339 and CSV readers write the years 1 to 9999 alike. */
function isCommonDay(text: string): boolean {
  if (text === latestDay) return true;
  if (text.startsWith('0000') || !isDay(text)) return false;
  latestDay = text;
  return true;
}
