import { messageBounds } from '#platform/mail/compose-message.ts';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { invoiceMailBounds } from '../../subgraphs/billing/mail/invoice-mail-kind.ts';
import { planBounds } from '../../subgraphs/billing/mail/reminders/reminder-plan.ts';
import { maxPauseDays } from '../../subgraphs/billing/mail/use-cases/pause-reminders.ts';
import type { LimitRow } from './limit-row.ts';

const billingTest = 'subgraphs/billing/mail/invoice-mails.test.ts';
const remindersTest = 'subgraphs/billing/mail/reminders/queue-reminders.test.ts';
const messageTest = 'platform/mail/compose-message.test.ts';

/** The compiler asks for a line here for each new bound. */
const billingRows: Record<
  keyof typeof invoiceMailBounds,
  readonly [counts: string, code: string, test: string]
> = {
  messageLength: ['characters of the text that a person adds to a mail', 'TOO_LONG', billingTest],
  addressLength: ['characters of an address', 'TOO_LONG', billingTest],
  mailsPerDay: ['mails about one invoice that people ask for within a day', 'OUT_OF_RANGE', billingTest],
  pauseReasonLength: ['characters of the reason for which reminders are paused', 'TOO_LONG', remindersTest],
};

const messageRows: Record<keyof typeof messageBounds, string> = {
  subjectCharacters: 'characters of a subject',
  headerCharacters: 'characters of a header of its own',
  attachments: 'files that go with it',
};

/** The limits of mails, of billing's and of those that every context sends. */
export function listMailLimits(): readonly LimitRow[] {
  const billing = Object.entries(billingRows).map(([name, [counts, code, test]]) => ({
    place: 'mails of billing',
    counts,
    bound: invoiceMailBounds[name as keyof typeof invoiceMailBounds],
    answer: `userError ${code}`,
    test,
  }));
  const message = Object.entries(messageRows).map(([name, counts]) => ({
    place: 'each mail',
    counts,
    bound: messageBounds[name as keyof typeof messageBounds],
    answer: 'the mail is REFUSED, with all that is wrong',
    test: messageTest,
  }));
  return [
    ...billing,
    {
      place: 'mails of billing',
      counts: 'days for which reminders are paused, if the pause has an end',
      bound: maxPauseDays,
      answer: 'userError OUT_OF_RANGE',
      test: remindersTest,
    },
    {
      place: 'mails of billing',
      counts: 'steps of the plan of reminders',
      bound: planBounds.steps,
      answer: 'the process does not start',
      test: 'subgraphs/billing/mail/reminders/reminder-plan.test.ts',
    },
    ...message,
    {
      place: 'each mail',
      counts: 'MiB of it, with its files as they are sent',
      bound: mailFields.MAIL_MAX_MIB.parse(undefined),
      variable: 'MAIL_MAX_MIB',
      answer: 'the mail is REFUSED, with its size',
      test: messageTest,
    },
    {
      place: 'each mail',
      counts: 'hours of failing attempts after it was due, and 12 attempts at least',
      bound: mailFields.MAIL_GIVE_UP_HOURS.parse(undefined),
      variable: 'MAIL_GIVE_UP_HOURS',
      answer: 'the mail is REFUSED, with the last words of the server',
      test: 'platform/mail/mail-worker.test.ts',
    },
  ];
}
