import { html } from '#platform/text/html.ts';
import type { BrowserName } from '../devices/browser-name.ts';
import type { IdentityTexts } from '../texts/english.ts';
import type { Mail } from './mail.ts';
import { toAddressLink, toMailPage } from './mail-page.ts';
import type { MailOrigin, Recipient } from './mails.ts';

/** A sign-in in a browser that was not known. */
export interface NewDeviceSignIn {
  readonly at: Date;
  readonly browser: BrowserName;
  /** The IPv4 address, or the network of an IPv6 address; empty if the connection has ended. */
  readonly network: string;
}

/** The mail that tells a person of a sign-in in a new browser, in text and HTML. */
export function toNewDeviceMail(
  { realm, texts }: MailOrigin,
  account: Recipient,
  { signIn, accountUrl }: { readonly signIn: NewDeviceSignIn; readonly accountUrl: string },
): Mail {
  const { greeting, newDevice } = texts.mails;
  const hello = greeting(account.firstName);
  const what = newDevice.text(realm.displayName, account.username);
  const facts = [
    [newDevice.time, toTime(texts, signIn.at)],
    [newDevice.browser, toBrowser(texts, signIn.browser)],
    [newDevice.network, signIn.network || newDevice.unknownNetwork],
  ] as const;
  const lines = facts.map(([name, value]) => `${name}${newDevice.colon} ${value}`);
  const subject = newDevice.subject(realm.displayName);
  const [time = '', browser = '', network = ''] = lines;
  const page = toMailPage(texts, subject, [
    hello,
    what.join(' '),
    html`${time}<br>${browser}<br>${network}`,
    newDevice.own,
    newDevice.foreign.join(' '),
    toAddressLink(accountUrl),
  ]);
  return {
    to: account.email,
    subject,
    text: [hello, what.join('\n'), lines.join('\n'), newDevice.own, newDevice.foreign.join('\n'), accountUrl]
      .join('\n\n')
      .concat('\n'),
    html: page,
  };
}

function toTime({ mails }: IdentityTexts, at: Date): string {
  const format = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(mails.locale, format).format(at);
}

function toBrowser({ mails }: IdentityTexts, { browser, system }: BrowserName): string {
  const { on, unknownBrowser, unknownSystem } = mails.newDevice;
  return on(browser ?? unknownBrowser, system ?? unknownSystem);
}
