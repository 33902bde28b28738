import { mailBounds } from '../../deploy/identity/mail/mail-post.ts';
import type { LimitRow } from './limit-row.ts';

/** The compiler asks for a line here for each new bound. */
const rows: Record<keyof typeof mailBounds, string> = {
  perAsker: 'mails to one person within an hour that one address asks for',
  perPerson:
    'mails to one person within an hour that all addresses ask for; and as many that an administrator or the person causes',
  waiting: 'mails that wait for the mail server at a time',
};

/** The limits of the embedded identity provider's mails; whoever asks for one is not told whether it was sent. */
export function listIdentityLimits(): readonly LimitRow[] {
  return Object.entries(rows).map(([name, counts]) => ({
    place: 'embedded identity provider',
    counts,
    bound: mailBounds[name as keyof typeof mailBounds],
    answer: 'the mail is left out, and the log says so',
    test: 'deploy/identity/mail/mail-post.test.ts',
  }));
}
