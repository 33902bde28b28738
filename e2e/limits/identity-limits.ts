import { deviceBounds } from '../../deploy/identity/devices/known-devices.ts';
import { mailBounds } from '../../deploy/identity/mail/mail-post.ts';
import type { LimitRow } from './limit-row.ts';

/** The compiler asks for a line here for each new bound. */
const rows: Record<keyof typeof mailBounds, string> = {
  perAsker: 'mails to one person within an hour that one address asks for',
  perPerson:
    'mails to one person within an hour that all addresses ask for; and as many that an administrator or the person causes, and as many of sign-ins in new browsers',
  waiting: 'mails that wait for the mail server at a time',
};

const deviceRows: Record<keyof typeof deviceBounds, readonly [counts: string, answer: string, test: string]> =
  {
    perAccount: [
      'browsers that are known of one account',
      'the one whose last sign-in is the longest ago is forgotten',
      'known-devices.test.ts',
    ],
    perBrowser: [
      'accounts of which one browser is known',
      'the one whose last sign-in is the longest ago is forgotten',
      'device-cookie.test.ts',
    ],
    days: [
      'days after its last sign-in for which a browser is known',
      'it is forgotten',
      'known-devices.test.ts',
    ],
  };

/** The limits of the embedded identity provider's mails; whoever asks for one is not told whether it was sent. */
export function listIdentityLimits(): readonly LimitRow[] {
  const devices = Object.entries(deviceRows).map(([name, [counts, answer, test]]) => ({
    place: 'embedded identity provider',
    counts,
    bound: deviceBounds[name as keyof typeof deviceBounds],
    answer,
    test: `deploy/identity/devices/${test}`,
  }));
  const mails = Object.entries(rows).map(([name, counts]) => ({
    place: 'embedded identity provider',
    counts,
    bound: mailBounds[name as keyof typeof mailBounds],
    answer: 'the mail is left out, and the log says so',
    test: 'deploy/identity/mail/mail-post.test.ts',
  }));
  return [...mails, ...devices];
}
