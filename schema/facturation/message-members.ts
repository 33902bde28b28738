import { isDay } from '../calendar/day.ts';
import { isCurrency } from '../money.ts';
import { parseInstant } from './instant.ts';
import { flagMember, formMember, optional, textMember } from './wire-member.ts';

const amountPattern = '^-?\\d{1,15}(\\.\\d{1,4})?$';
const amountForm = new RegExp(amountPattern);

/**
 * The members of a FACTURATION message, in the order in which they are written. The codec, the message's type and
 * `facturation.schema.json` are made from them. One of a later release comes last, and is optional.
 */
export const messageMembers = {
  invoiceNumber: textMember(64, 'The number on the invoice, which no other invoice has.'),
  customerName: textMember(500, "The customer's name as it stands on the invoice."),
  amount: formMember(
    'must be a decimal number as a text',
    {
      description:
        "The invoice's total with tax, an exact decimal number in the currency's unit with no more decimals than ISO 4217 gives the currency; negative for a credit note.",
      pattern: amountPattern,
    },
    ['1234.50', '-12.00'],
    (text) => amountForm.test(text),
  ),
  currency: formMember(
    'must be an ISO 4217 code in capital letters',
    { description: 'The ISO 4217 code of a currency.', pattern: '^[A-Z]{3}$' },
    'EUR',
    isCurrency,
  ),
  /** An RFC 3339 instant, for example `2026-03-01T09:30:00.000Z`. */
  issuedAt: formMember(
    'must be an RFC 3339 instant with an offset',
    {
      description: 'When the invoice was issued, an RFC 3339 instant with an offset.',
      format: 'date-time',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
    },
    '2026-03-01T09:30:00.000Z',
    (text) => parseInstant(text) !== undefined,
  ),
  customerId: optional(textMember(64, "The customer's identifier, where the sender knows it.")),
  /** The date on the invoice, a calendar day. Messages of earlier releases have none; `getIssueDate` gives theirs. */
  issueDate: optional(
    formMember(
      'must be a day of the calendar',
      {
        description:
          "The date on the invoice, a calendar day of the seller. It may be before the day of issuedAt. Messages of earlier releases have none: take the seller's day of issuedAt for them.",
        format: 'date',
        pattern: '^(?!0000)\\d{4}-\\d\\d-\\d\\d$',
      },
      '2026-02-28',
      isIssueDate,
    ),
  ),
  /** True if a simulator made the invoice up; absent on every other one. */
  simulated: optional(flagMember('True if a simulator made the invoice up, so that it stands for no money.')),
};

/** The day that came last: most messages of a log are of one day. */
let latestDay = '';

/** PostgreSQL, RFC 3339 and CSV readers write the years 1 to 9999 alike. */
function isIssueDate(text: string): boolean {
  if (text === latestDay) return true;
  if (text.startsWith('0000') || !isDay(text)) return false;
  latestDay = text;
  return true;
}
